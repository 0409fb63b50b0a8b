import * as vscode from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import { SCHEDULER_GLOB } from '../../contracts/languages';
import { programPlaces } from '../../core/sched-ext/program-places';
import { onSettingChange, setting } from '../api/settings';
import type { Session } from '../session/session';
import { lensTitle } from './lens-title';

/** The last verdict above every program: instructions, stack, time; a click opens the trace. */
export function registerProgramLenses({ results, owned }: Session): void {
  const changed = new vscode.EventEmitter<void>();
  const refresh = () => {
    changed.fire();
  };
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: (document) => lensesOf(document, results),
  };
  owned.add(
    changed,
    results.onDidChange(refresh),
    onSettingChange('programLens', refresh),
    vscode.languages.registerCodeLensProvider(
      { scheme: 'file', pattern: SCHEDULER_GLOB },
      provider,
    ),
  );
}

function lensesOf(document: vscode.TextDocument, results: Session['results']): vscode.CodeLens[] {
  const source = document.uri.fsPath;
  const verified = results.of(source)?.verified;
  if (!verified || !setting('programLens', document.uri)) return [];
  const text = document.getText();
  const isCurrent = text === verified.text;
  const verdicts = new Map(verified.verdict.programs.map((program) => [program.name, program]));
  return programPlaces(text).flatMap(({ name, line }) => {
    const verdict = verdicts.get(name);
    if (!verdict) return [];
    const command: vscode.Command = {
      title: lensTitle(verdict, verified.kernel, isCurrent),
      tooltip: `What the verifier said of ${name}, instruction by instruction`,
      command: COMMANDS.showTrace,
      arguments: [{ source, program: name }],
    };
    return [new vscode.CodeLens(new vscode.Range(line, 0, line, 0), command)];
  });
}
