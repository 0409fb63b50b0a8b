import * as vscode from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import { withCancellableProgress } from '../api/progress';
import { countOf, hasErrors, reported } from '../session/report';
import { baseName, chooseSource } from '../session/scheduler-sources';
import type { Session } from '../session/session';
import { createVerifyOnSave } from './verify-on-save';

const STATUS_MS = 6000;

/** `SCX: Build`, `SCX: Verify`, `SCX: Cancel`, and verify on save. */
export function registerVerify(session: Session): void {
  const { commands, activities, owned } = session;
  owned.add(
    commands.register(COMMANDS.build, (argument) => onSource(session, argument, buildNow)),
    commands.register(COMMANDS.verify, (argument) => onSource(session, argument, verifyNow)),
    commands.register(COMMANDS.cancel, () => {
      activities.cancel();
    }),
    createVerifyOnSave(session),
  );
}

async function onSource(
  session: Session,
  argument: unknown,
  step: (session: Session, source: string) => Promise<void>,
): Promise<void> {
  const source = await chooseSource(argument);
  if (source !== null) await step(session, source);
  else noSource(session);
}

function noSource({ notifications }: Session): void {
  notifications.info('There is no scheduler here: open a .bpf.c file, or make a new one.', {
    title: 'New Scheduler',
    command: COMMANDS.newScheduler,
  });
}

async function buildNow(session: Session, source: string): Promise<void> {
  const name = baseName(source);
  const outcome = await withCancellableProgress(`Build ${name}`, (progress) =>
    session.loop.build(source, progress),
  );
  if (!reported(session, outcome)) return;
  const { object, findings, facts } = outcome.value;
  const given = session.objects.of(source);
  if (object === null) said(`$(error) ${name} does not compile: ${countOf(findings)}`);
  else if (given !== null) said(`$(check) ${name}: ${relative(given)} is taken, nothing compiled`);
  else said(`$(check) ${name} built for ${facts.kernelRelease}`);
}

async function verifyNow(session: Session, source: string): Promise<void> {
  const name = baseName(source);
  const outcome = await withCancellableProgress(`Verify ${name}`, (progress) =>
    session.loop.verify(source, progress),
  );
  if (!reported(session, outcome)) return;
  const { verdict, findings, facts } = outcome.value;
  const all = [...findings, ...(verdict?.findings ?? [])];
  if (verdict === null) said(`$(error) ${name} does not compile: ${countOf(all)}`);
  else if (hasErrors(all))
    said(
      `$(error) ${name} fails on ${facts.kernelRelease}${takenFrom(session, source)}: ${countOf(all)}`,
    );
  else said(`$(check) ${name} passes on ${facts.kernelRelease}${takenFrom(session, source)}`);
}

/** Nothing where it was compiled here, which is what people expect. */
function takenFrom({ objects }: Session, source: string): string {
  const given = objects.of(source);
  return given === null ? '' : ` as ${relative(given)}`;
}

const relative = (path: string) => vscode.workspace.asRelativePath(path, false);

function said(text: string): void {
  vscode.window.setStatusBarMessage(text, STATUS_MS);
}
