import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { SARIF_LOG } from '../core/findings/sarif/sarif-shape';
import { capturedLog } from '../core/verifier/captured-logs';
import { scxStudio, type Setting } from './command-line';

const LOG = capturedLog('7.3', 'null-pointer');
const PASSES = capturedLog('6.18', 'passes');
const FILE = 'null-pointer.bpf.c';
const PAGES = {
  'null-pointer.md': '# A pointer may be `NULL`\n\nIn C:\n\n```c\n# not a heading\n```\n',
};

let folder = '';
let lib = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scx formats ü '));
  lib = join(folder, 'lib');
  mkdirSync(lib);
  // Line 19 has an umlaut before the column that the kernel gives.
  writeFileSync(join(lib, FILE), '\n'.repeat(18) + '/* ü */ *count += 1;\n');
});

const explain = (format: string, setting: Setting = {}) =>
  scxStudio(['explain', '-', '--format', format], {
    stdin: LOG,
    cwd: lib,
    pages: PAGES,
    ...setting,
  });

describe('--format', () => {
  it('gcc prints lines of file:line:column: severity: message and nothing else', async () => {
    const said = await explain('gcc');
    expect(said.status).toBe(1);
    const lines = said.stdout.trimEnd().split('\n');
    for (const line of lines) expect(line).toMatch(/^null-pointer\.bpf\.c:\d+(:\d+)?: \w+: \S/);
    expect(lines[0]).toMatch(/^null-pointer\.bpf\.c:19:9: error: .* \[verifier\/null-pointer\]$/);
    expect(lines[1]).toMatch(/^null-pointer\.bpf\.c:17(:\d+)?: note: /);
    expect(said.stderr).toBe('In this log: 1 error\n');
  });

  it('github prints commands with paths relative to the checkout', async () => {
    const said = await explain('github', { env: { GITHUB_WORKSPACE: folder } });
    expect(said.status).toBe(1);
    const place = `file=lib/${FILE},line=19,col=8,`;
    expect(said.stdout).toMatch(new RegExp(`^::error ${place}title=verifier/null-pointer::`));
    expect(said.stdout.trimEnd()).not.toContain('\n');
    const outside = await explain('github');
    expect(outside.stdout).toMatch(new RegExp(`^::error file=${FILE},line=19,`));
  });

  it('sarif prints one log, with the page as help of its rule', async () => {
    const said = await explain('sarif', { env: { GITHUB_WORKSPACE: folder } });
    expect(said.status).toBe(1);
    const [run] = v.parse(SARIF_LOG, said.json()).runs;
    expect(run.tool.driver.version).toBe('1.2.3');
    expect(run.tool.driver.rules[0]).toMatchObject({
      id: 'verifier/null-pointer',
      shortDescription: { text: 'A pointer may be NULL' },
    });
    expect(run.results[0]?.locations?.[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: `lib/${FILE}`, uriBaseId: '%SRCROOT%' },
      region: { startLine: 19, startColumn: 8 },
    });
  });

  it('json is what --json prints', async () => {
    const setting = { stdin: LOG, cwd: lib };
    const synonym = await scxStudio(['explain', '-', '--json'], setting);
    expect((await explain('json')).stdout).toBe(synonym.stdout);
    expect((await scxStudio(['explain', '-', '--format=json'], setting)).stdout).toBe(
      synonym.stdout,
    );
  });

  it('says of a passing log that there is nothing, each in its way', async () => {
    const setting = { stdin: PASSES };
    expect(await explain('gcc', setting)).toMatchObject({ status: 0, stdout: '' });
    expect(await explain('github', setting)).toMatchObject({ status: 0, stdout: '' });
    const sarif = await explain('sarif', setting);
    expect(v.parse(SARIF_LOG, sarif.json()).runs[0].results).toEqual([]);
    expect((await explain('text', setting)).stdout).toContain('In this log: no errors');
  });

  it('keeps what a log holds from moving the cursor', async () => {
    const stdin = LOG.replaceAll(FILE, 'a\u001b[2J.bpf.c');
    for (const format of ['gcc', 'github', 'sarif']) {
      const said = await explain(format, { stdin });
      expect(said.stdout).not.toContain('\u001b');
    }
  });

  it.each([
    [['--format', 'xml'], '--format takes text, gcc, github, sarif or json, not "xml"'],
    [['--format', 'sarf'], 'Did you mean --format sarif?'],
    [['--format', 'gcc', '--json'], '--json and --format gcc contradict each other'],
  ])('%j is a usage error', async (words, message) => {
    const said = await scxStudio(['explain', '-', ...words], { stdin: LOG });
    expect(said.status).toBe(2);
    expect(said.stderr).toContain(message);
  });

  it('answers a wrong call in JSON where JSON was asked for', async () => {
    const said = await scxStudio(['explain', 'none.log', '--format', 'json']);
    expect(said.status).toBe(2);
    expect(said.json()).toMatchObject({ problem: { code: 'usage' } });
  });
});

describe('text on a terminal of 80 columns', () => {
  const lines = (text: string) => text.replaceAll(/\u001b\[\d*m/g, '').split('\n');

  it('wraps explanations and cuts raw lines', async () => {
    const said = await explain('text', { tty: true });
    const beside = lines(said.stdout).filter((line) => line.startsWith('    '));
    expect(beside.length).toBeGreaterThan(6);
    for (const line of beside) expect(line.length).toBeLessThanOrEqual(80);
    expect(beside.some((line) => /^ {4}\| .*…$/.test(line))).toBe(true);
  });

  it('shows all of it under --verbose, and where there is no terminal', async () => {
    const rawLines = (text: string) => lines(text).filter((line) => line.startsWith('    | '));
    const setting = { stdin: LOG, cwd: lib, tty: true };
    const whole = await scxStudio(['explain', '-', '--verbose'], setting);
    expect(rawLines(whole.stdout).some((line) => line.length > 80)).toBe(true);
    const piped = await explain('text');
    expect(rawLines(whole.stdout)).toEqual(
      expect.arrayContaining(rawLines(piped.stdout).slice(0, -1)),
    );
  });
});

describe('explain --code', () => {
  it.each(['verifier/null-pointer', 'null-pointer'])('%s prints the page', async (code) => {
    const said = await scxStudio(['explain', '--code', code], { pages: PAGES });
    expect(said).toMatchObject({ status: 0, stderr: '', stdout: PAGES['null-pointer.md'] });
  });

  it('marks headings on a terminal, and no lines of code', async () => {
    const said = await scxStudio(['explain', '--code', 'null-pointer'], {
      pages: PAGES,
      tty: true,
    });
    expect(said.stdout).toContain('\u001b[1m# A pointer may be `NULL`\u001b[0m\n');
    expect(said.stdout).toContain('\n# not a heading\n');
  });

  it('fits prose to a terminal, and leaves code alone', async () => {
    const item = `- ${'word '.repeat(30)}end`;
    const code = `${'x '.repeat(60)};`;
    const text = `# T\n\n${item}\n\n\`\`\`c\n${code}\n\`\`\`\n`;
    const said = await scxStudio(['explain', '--code', 'map'], {
      pages: { 'map.md': text },
      tty: true,
    });
    const lines = said.stdout.split('\n');
    expect(lines).toContain(code);
    const prose = lines.filter((line) => line.includes('word'));
    for (const line of prose) expect(line.length).toBeLessThanOrEqual(80);
    expect(prose[1]).toMatch(/^ {2}word/);
    expect(prose.map((line) => line.slice(2)).join(' ')).toBe(item.slice(2));
  });

  it('gives the page as data', async () => {
    const said = await scxStudio(['explain', '--code', 'null-pointer', '--json'], { pages: PAGES });
    expect(said.json()).toEqual({
      code: 'verifier/null-pointer',
      title: 'A pointer may be NULL',
      text: PAGES['null-pointer.md'],
    });
  });

  it('knows what was meant', async () => {
    const said = await scxStudio(['explain', '--code', 'nul-pointer'], { pages: PAGES });
    expect(said).toMatchObject({ status: 2, stdout: '' });
    expect(said.stderr).toContain('Did you mean --code verifier/null-pointer?');
    const far = await scxStudio(['explain', '--code', 'x'], { pages: PAGES });
    expect(far.stderr).toContain('There is one about each of: verifier/null-pointer');
  });

  it('is named below what was found', async () => {
    const said = await explain('text');
    expect(said.stdout.trimEnd().split('\n').at(-1)).toBe(
      'More about it: scx-studio explain --code verifier/null-pointer',
    );
    expect((await explain('text', { stdin: PASSES })).stdout).not.toContain('--code');
  });
});
