import * as vscode from 'vscode';
import { isAbsolutePath } from '../../core/findings/file-path';
import type { Finding, RelatedPlace, Severity } from '../../core/findings/finding';
import { findingRange, type createShownFiles } from './finding-range';
import { pageLink } from './page-command';

type ShownFiles = ReturnType<typeof createShownFiles>;

const SEVERITIES: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  note: vscode.DiagnosticSeverity.Information,
};

/** A finding as VS Code shows it; `source` is the scheduler it belongs to. */
export function diagnosticOf(
  finding: Finding,
  source: string,
  label: string,
  shownFile: ShownFiles,
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    findingRange(shownFile(fileOf(finding, source)), drawnPlace(finding)),
    [finding.message, finding.explanation, finding.suggestion].filter(Boolean).join('\n'),
    SEVERITIES[finding.severity],
  );
  diagnostic.source = label;
  const page = pageLink(finding.code);
  diagnostic.code = page === undefined ? finding.code : { value: finding.code, target: page };
  diagnostic.relatedInformation = finding.related.map((place) => {
    const file = shownFile(fileOf(place, source));
    const location = new vscode.Location(file.uri, findingRange(file, place));
    return new vscode.DiagnosticRelatedInformation(location, place.message);
  });
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
