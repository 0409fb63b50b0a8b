import * as vscode from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import { SCHEDULER_GLOB } from '../../contracts/languages';
import { costOfProgram, costText } from '../../core/callback-cost/callback-cost';
import { programPlaces } from '../../core/sched-ext/program-places';
import { STALE_OBJECT } from '../../workflows/build/given-object';
import { onSettingChange, setting } from '../api/settings';
import type { Session } from '../session/session';
import { lensTitle } from './lens-title';

/**
 * Above every program what it costs, while that is measured, and the last verdict: instructions, stack, time.
 * A click opens the trace.
 */
export function registerProgramLenses(session: Session): void {
  const { results, run, costs, owned } = session;
  const changed = new vscode.EventEmitter<void>();
  const refresh = () => {
    changed.fire();
  };
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: (document) => lensesOf(document, session),
  };
  owned.add(
    changed,
    results.onDidChange(refresh),
    run.onDidChange(refresh),
    costs.onDidChange(refresh),
    onSettingChange('programLens', refresh),
    vscode.languages.registerCodeLensProvider(
      { scheme: 'file', pattern: SCHEDULER_GLOB },
      provider,
    ),
  );
}

function lensesOf(document: vscode.TextDocument, session: Session): vscode.CodeLens[] {
  if (!setting('programLens', document.uri)) return [];
  const text = document.getText();
  const places = programPlaces(text);
  const verdictOf = verdictTitles(document.uri.fsPath, text, session);
  const costOf = costTitles(document.uri.fsPath, places, session);
  return places.flatMap(({ name, line }) => {
    const titles = [costOf(name), verdictOf(name)].filter((title) => title !== null);
    if (titles.length === 0) return [];
    const command: vscode.Command = {
      title: titles.join(' · '),
      tooltip: `What the verifier said of ${name}, instruction by instruction`,
      command: COMMANDS.showTrace,
      arguments: [{ source: document.uri.fsPath, program: name }],
    };
    return [new vscode.CodeLens(new vscode.Range(line, 0, line, 0), command)];
  });
}

type TitleOf = (program: string) => string | null;

const NO_TITLE: TitleOf = () => null;
const OF_PROJECT = "as the project's build made it";

function verdictTitles(source: string, text: string, { results, objects }: Session): TitleOf {
  const { verified, build } = results.of(source) ?? {};
  if (!verified) return NO_TITLE;
  const isStale = build?.some(({ code }) => code === STALE_OBJECT) === true;
  const verdicts = new Map(verified.verdict.programs.map((program) => [program.name, program]));
  return (name) => {
    const verdict = verdicts.get(name);
    if (!verdict) return null;
    const title = lensTitle(verdict, verified.kernel, text === verified.text && !isStale);
    return objects.of(source) === null ? title : `${title}, ${OF_PROJECT}`;
  };
}

/** Only of what this window has loaded: another scheduler's programs may have the same names. */
function costTitles(
  source: string,
  places: readonly { readonly name: string }[],
  { costs, run }: Session,
): TitleOf {
  if (!costs.isOn || run.loaded?.source !== source) return NO_TITLE;
  const names = places.map(({ name }) => name);
  return (name) => {
    const cost = costOfProgram(costs.costs, name, names);
    return cost === null ? null : costText(cost);
  };
}
