/** What VS Code would run or render for a text goes through few doors, which take that out. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOM = join(dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url))))), 'extension');

const files = readdirSync(ROOM, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({
    name: name.replaceAll('\\', '/'),
    text: readFileSync(join(ROOM, name), 'utf8'),
  }));

const using = (pattern: RegExp) =>
  files.filter(({ text }) => pattern.test(text)).map(({ name }) => name);

it('notifications, whose text may have links that run commands', () => {
  const doors = using(/\.show(?:Information|Warning|Error)Message\(|\.withProgress\(/).sort();
  expect(doors).toEqual([
    'vscode/api/commands.ts', // Its only text is its own.
    'vscode/api/notifications.ts',
    'vscode/api/progress.ts',
    'vscode/api/questions.ts',
  ]);
  for (const door of doors.slice(1)) {
    expect(files.find(({ name }) => name === door)?.text).toContain('unlinked(');
  }
});

it('Markdown, which may run one command of ours and no other', () => {
  expect(using(/MarkdownString\(/)).toEqual(['vscode/verifier-log/source-hover.ts']);
  expect(using(/isTrusted = (?!\{ enabledCommands: \[COMMANDS\.goToLog\] \})/)).toEqual([]);
  expect(using(/supportHtml|supportThemeIcons/)).toEqual([]);
});

it('HTML, which no text becomes', () => {
  expect(using(/\.(?:innerHTML|outerHTML)\b|insertAdjacentHTML|document\.write\(/)).toEqual([]);
  expect(using(/\beval\(|new Function\(/)).toEqual([]);
});

it('processes, which no shell of this machine starts', () => {
  expect(using(/\bshell: true|from 'node:child_process'/)).toEqual([]);
});
