import * as vscode from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import { PROJECT_TASK_TYPE } from '../../contracts/tasks';
import { foundObjects } from '../../workflows/build/found-objects';
import { setting } from '../api/settings';
import { hasErrors } from '../session/report';
import { baseName, chooseSource, isScheduler } from '../session/scheduler-sources';
import type { Session } from '../session/session';
import { UNTRUSTED } from '../session/trust';
import { chooseObject } from './choose-object';
import { mayProjectHelp } from './project-remedy';
import { projectTaskProvider, projectTasks, runToEnd } from './project-tasks';

/** The project's own build: its commands as tasks, and its objects in place of what SCX Studio compiles. */
export function registerProjectBuild(session: Session): void {
  const { owned, commands, results, log } = session;
  const asked = new Set<string>();
  owned.add(
    vscode.tasks.registerTaskProvider(PROJECT_TASK_TYPE, projectTaskProvider(session)),
    commands.register(COMMANDS.useObject, (argument) => useObject(session, argument)),
    results.onDidChange((source) => {
      offerProject(session, source, asked).catch((error: unknown) => {
        log.bug('The offer of a project’s build', error);
      });
    }),
    vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (execution.task.definition.type === PROJECT_TASK_TYPE && exitCode === 0) {
        for (const source of openGiven(session)) void verifyBuilt(session, source);
      }
    }),
  );
}

async function useObject(session: Session, argument: unknown): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    session.notifications.problem(UNTRUSTED);
    return;
  }
  const source = await chooseSource(argument);
  if (source !== null) await chooseObject(session, source);
  else session.notifications.info('There is no scheduler here: open a .bpf.c file.');
}

const USE = 'Use Object of Its Build…';

/** Once a source while the window lives: who put it away has the command. */
async function offerProject(session: Session, source: string, asked: Set<string>): Promise<void> {
  const findings = session.results.of(source)?.build ?? [];
  if (!hasErrors(findings) || asked.has(source) || session.objects.of(source) !== null) return;
  const { files } = await session.context();
  const found = await foundObjects(files, source);
  if (!mayProjectHelp(findings, found)) return;
  const [task] = await projectTasks(session, source);
  if ((found.length === 0 && task === undefined) || asked.has(source)) return;
  asked.add(source);
  const build = task === undefined ? null : `Build with ${task.name}`;
  const answer = await session.notifications.choose(
    `SCX Studio could not compile ${baseName(source)} by itself. Its project has a build of its own.`,
    ...(found.length === 0 ? [] : [USE]),
    ...(build === null ? [] : [build]),
  );
  if (answer === undefined) return;
  if (answer === USE || (task !== undefined && (await runToEnd(task)))) {
    await chooseObject(session, source);
  }
}

function openGiven({ objects }: Session): readonly string[] {
  return vscode.workspace.textDocuments
    .filter((document) => isScheduler(document) && objects.of(document.uri.fsPath) !== null)
    .map(({ uri }) => uri.fsPath);
}

/** What a save is for sources that SCX Studio compiles. */
async function verifyBuilt(session: Session, source: string): Promise<void> {
  const { loop, notifications, log, choice } = session;
  if (choice.target === null || !setting('verifyOnSave', vscode.Uri.file(source))) return;
  try {
    const outcome = await loop.verify(source);
    if (outcome.kind === 'problem') notifications.problemOnce(outcome.problem);
    if (outcome.kind === 'ok') notifications.settled();
  } catch (error) {
    log.bug('Verify after a build', error);
  }
}
