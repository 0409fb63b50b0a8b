import * as vscode from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import { SETTINGS } from '../../contracts/settings';
import type { Problem } from '../../core/findings/problem';
import { templateNameMisfit } from '../../core/scaffold/template-name';
import { projectOf, saveTemplate, type SaveTemplateRequest } from '../../workflows/scaffold';
import { reported } from '../session/report';
import { baseName, chooseSource, saveSource } from '../session/scheduler-sources';
import type { Session } from '../session/session';
import { templatesFolder } from './templates-folder';

/** `SCX: Save as Template`: the project of a scheduler, into the folder of the user's own templates. */
export async function saveAsTemplate(session: Session, argument: unknown): Promise<void> {
  const source = await chooseSource(argument);
  if (source === null) {
    session.notifications.problem(NO_SCHEDULER);
    return;
  }
  await saveSource(source);
  const request = await askRequest(session, source);
  if (request === null) return;
  const saved = await saveTemplate(await session.context(), request);
  if (!reported(session, saved)) return;
  session.log.info(`Saved ${request.project} as ${saved.value}`);
  session.notifications.info(`${request.name} is a template now, in ${saved.value}.`, {
    title: 'New Scheduler',
    command: COMMANDS.newScheduler,
  });
}

const NO_SCHEDULER: Problem = {
  kind: 'usage',
  code: 'no-source',
  message: 'Could not save a template: no scheduler (a .bpf.c file) was chosen',
  nextStep: 'Open one of the project.',
  detail: '',
};

/** null when a question was put away. */
async function askRequest(session: Session, source: string): Promise<SaveTemplateRequest | null> {
  const context = await session.context();
  const workspace = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(source));
  const project = await projectOf(context, source, workspace?.uri.fsPath ?? '');
  const ownFolder = templatesFolder() ?? (await askFolder());
  if (ownFolder === null) return null;
  const taken = await context.files.list(ownFolder).catch(() => []);
  const name = await ask({
    title: `Save ${baseName(project)} as a template (1/3): name`,
    prompt: `Names its folder in ${ownFolder}`,
    value: baseName(project),
    validateInput: (text) => templateNameMisfit(text, taken),
  });
  if (name === null) return null;
  const title = await ask({
    title: 'Save as a template (2/3): title',
    prompt: 'The policy in a few words, as "First in, first out"',
    validateInput: described,
  });
  if (title === null) return null;
  const description = await ask({
    title: 'Save as a template (3/3): description',
    prompt: 'What its scheduler does, in a sentence or two',
    validateInput: described,
  });
  return description === null ? null : { project, source, ownFolder, name, title, description };
}

const LONGEST_TEXT = 500;

function described(text: string): string | null {
  if (text.trim() === '') return 'A few words at least: people choose by them';
  return text.length > LONGEST_TEXT ? `At most ${LONGEST_TEXT} characters` : null;
}

async function ask(options: vscode.InputBoxOptions): Promise<string | null> {
  const typed = await vscode.window.showInputBox({ ...options, ignoreFocusOut: true });
  return typed === undefined ? null : typed.trim();
}

/** Asked once: the setting keeps it, and the gallery shows what is in it. */
async function askFolder(): Promise<string | null> {
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title: 'Folder for your own templates',
      openLabel: 'Keep Templates Here',
      canSelectFiles: false,
      canSelectFolders: true,
    })) ?? [];
  if (chosen === undefined) return null;
  const { name } = SETTINGS.templatesFolder;
  await vscode.workspace.getConfiguration().update(name, chosen.fsPath, true);
  return chosen.fsPath;
}
