import type { DisplayPath } from './format';
import type { Finding, RelatedPlace, Severity } from './finding';

const COMMANDS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  note: 'notice',
};

/**
 * A finding as a workflow command of GitHub Actions, one line: `::error file=…,line=…,col=…,title=…::…`.
 * The runner turns it into an annotation of the pull request's diff. It keeps only ten of a kind for
 * each step, so related places are lines of the message and no annotations of their own.
 * `displayPath` must give paths relative to the repository.
 */
export function githubAnnotation(finding: Finding, displayPath: DisplayPath): string {
  const { severity, code, message, explanation, suggestion, related } = finding;
  const properties = [...placeProperties(finding, displayPath), `title=${escapeProperty(code)}`];
  const lines = [
    message,
    ...related.map((place) => `${placeText(place, displayPath)}${place.message}`),
    explanation,
    suggestion,
  ].filter((line) => line !== null);
  return `::${COMMANDS[severity]} ${properties.join(',')}::${escapeData(lines.join('\n'))}`;
}

function placeProperties({ file, line, column }: Finding, displayPath: DisplayPath): string[] {
  if (file === null) return [];
  return [
    `file=${escapeProperty(displayPath(file))}`,
    ...(line === null ? [] : [`line=${line}`]),
    ...(line === null || column === null ? [] : [`col=${column}`]),
  ];
}

function placeText({ file, line }: RelatedPlace, displayPath: DisplayPath): string {
  if (file === null) return '';
  return line === null ? `${displayPath(file)}: ` : `${displayPath(file)}:${line}: `;
}

/** What GitHub's toolkit escapes in the message of a command (actions/toolkit, core/src/command.ts). */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** A property ends at a comma, and the properties end at a colon. */
function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
