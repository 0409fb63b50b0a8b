import * as vscode from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import type { Finding, RelatedPlace, Severity } from '../../core/findings/finding';
import { commandUri } from '../api/commands';
import { findingRange } from './finding-range';

const SEVERITIES: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  note: vscode.DiagnosticSeverity.Information,
};

/** A finding as VS Code shows it; `source` is the scheduler it belongs to. */
export function diagnosticOf(finding: Finding, source: string, label: string): vscode.Diagnostic {
  const file = fileOf(finding, source);
  const diagnostic = new vscode.Diagnostic(
    findingRange(file, drawnPlace(finding)),
    [finding.message, finding.explanation, finding.suggestion].filter(Boolean).join('\n'),
    SEVERITIES[finding.severity],
  );
  diagnostic.source = label;
  diagnostic.code = finding.code.startsWith('verifier/')
    ? { value: finding.code, target: commandUri(COMMANDS.showTrace, traceRequest(finding, source)) }
    : finding.code;
  diagnostic.relatedInformation = finding.related.map((place) => relatedOf(place, source));
  return diagnostic;
}

/**
 * clang's columns name a token. The verifier's are those of an instruction, which may stand for any
 * part of its statement: the whole line is meant.
 */
function drawnPlace({ code, line, column }: Finding): Pick<RelatedPlace, 'line' | 'column'> {
  return { line, column: code.startsWith('clang/') ? column : null };
}

/** What the command that shows the trace is asked for. */
export function traceRequest({ program, code }: Finding, source: string) {
  return { source, program, code };
}

/** A finding without a place of its own is shown at the top of its scheduler. */
export function fileOf(place: Pick<RelatedPlace, 'file'>, source: string): string {
  return place.file !== null && isAbsolute(place.file) ? place.file : source;
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:[\\/]|^\\\\/.test(path);
}

function relatedOf(place: RelatedPlace, source: string): vscode.DiagnosticRelatedInformation {
  const file = fileOf(place, source);
  const location = new vscode.Location(vscode.Uri.file(file), findingRange(file, place));
  return new vscode.DiagnosticRelatedInformation(location, place.message);
}
