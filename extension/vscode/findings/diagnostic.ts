import * as vscode from 'vscode';
import { isAbsolutePath } from '../../core/findings/file-path';
import type { Finding, RelatedPlace, Severity } from '../../core/findings/finding';
import { findingRange } from './finding-range';
import { pageLink } from './page-command';

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
  const page = pageLink(finding.code);
  diagnostic.code = page === undefined ? finding.code : { value: finding.code, target: page };
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
  return place.file !== null && isAbsolutePath(place.file) ? place.file : source;
}

function relatedOf(place: RelatedPlace, source: string): vscode.DiagnosticRelatedInformation {
  const file = fileOf(place, source);
  const location = new vscode.Location(vscode.Uri.file(file), findingRange(file, place));
  return new vscode.DiagnosticRelatedInformation(location, place.message);
}
