/** The workflow that `scx-studio ci` writes, run here step by step with the package as npm packs it. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SARIF_LOG } from '../unit/core/findings/sarif/sarif-shape';
import { ownCache } from '../own-cache';
import { REPOSITORY } from './lab-target';
import { GOOD, lineOf, NULL_CHECK_MISSING, REPORTS_ERROR } from './schedulers';
import { runJob, type StepResult } from './workflow/workflow-job';

const KERNEL = '6.12';
const INSTALL = 'Install what compiles schedulers and runs labs';
const STOP = 'Stop the virtual machine';
const WORKFLOW = '.github/workflows/scx-studio.yml';

let folder: string;
let cache: string;
let npx: Record<string, string>;
let tarball: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scx ci '));
  cache = ownCache(join(folder, 'cache'));
  writeInstaller(join(folder, 'installers'));
  npx = { npm_config_cache: join(folder, 'npm'), npm_config_update_notifier: 'false' };
  const packed = execFileSync(
    'npm',
    ['pack', '--ignore-scripts', '--json', '--pack-destination', folder],
    { cwd: REPOSITORY, encoding: 'utf8', stdio: 'pipe', env: { ...process.env, ...npx } },
  );
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  tarball = join(folder, filename);
});
afterAll(() => {
  scxStudio(folder, 'lab', 'stop');
  rmSync(folder, { recursive: true });
});

/** apt-get that plans what it is asked for, from the real package lists, and changes nothing. */
function writeInstaller(path: string): void {
  mkdirSync(path);
  const update = 'for word; do [ "$word" != update ] || exit 0; done\n';
  writeFileSync(
    join(path, 'apt-get'),
    `#!/bin/sh\n${update}exec /usr/bin/apt-get --simulate "$@"\n`,
  );
  chmodSync(join(path, 'apt-get'), 0o755);
}

/** The packed program, fetched by npx as in the workflow. */
function scxStudio(cwd: string, ...argv: string[]): string {
  const env = { ...process.env, ...npx, SCX_STUDIO_CACHE: cache, SCX_TARGET: '' };
  const command = ['--yes', '--package', tarball, '--', 'scx-studio', ...argv];
  return execFileSync('npx', command, { cwd, env, encoding: 'utf8', stdio: 'pipe' });
}

/** A checkout with a project in a folder that has a blank, an umlaut and an expression in its name. */
function checkout(name: string): { readonly workspace: string; readonly project: string } {
  const workspace = join(folder, name);
  const project = join(workspace, 'schedulers', "my ü '${{ x }}'");
  mkdirSync(join(workspace, '.git'), { recursive: true });
  mkdirSync(project, { recursive: true });
  return { workspace, project };
}

async function runWorkflow(
  { workspace, project }: ReturnType<typeof checkout>,
  without: readonly string[],
  seconds = 2,
): Promise<(name: string) => StepResult> {
  scxStudio(project, 'ci', '--kernels', KERNEL, '--for', String(seconds));
  const text = readFileSync(join(workspace, WORKFLOW), 'utf8');
  const results = await runJob(text, {
    job: 'schedulers',
    workspace,
    matrix: { kernel: KERNEL },
    env: { ...npx, SCX_STUDIO_PACKAGE: tarball, SCX_STUDIO_CACHE: cache },
    actionOutputs: { kernel: { 'cache-hit': 'true' } },
    installers: join(folder, 'installers'),
    without,
  });
  return (name) => {
    const found = results.find((step) => step.name === name);
    if (found === undefined) throw new Error(`no step ${name}`);
    return found;
  };
}

/** What upload-sarif would be given, checked by its shape. */
const sarifOf = (step: StepResult) =>
  v.parse(SARIF_LOG, JSON.parse(readFileSync(step.with['sarif_file']!, 'utf8')));

it('passes every step for a project of the template, and its SARIF file has no results', async () => {
  const repository = checkout('good');
  scxStudio(repository.project, 'new', 'fifo', 'first');
  // npm leaves files of this name out of packages.
  const made = readFileSync(join(repository.project, 'first/.gitignore'), 'utf8');
  expect(made).toContain('build/');
  const step = await runWorkflow(repository, [STOP]);
  for (const name of [INSTALL, 'Find the schedulers']) {
    expect(step(name)).toMatchObject({ outcome: 'success' });
  }
  expect(step('Install what builds a kernel').outcome, 'it was in the cache').toBe('skipped');
  for (const name of ['Start a virtual machine with the kernel', 'Build', 'Verify', 'Load']) {
    expect(step(name)).toMatchObject({ outcome: 'success' });
  }
  expect(step('Load').output).toContain('Unloaded first after');
  const upload = step('Send the findings to code scanning');
  expect(upload).toMatchObject({ outcome: 'success', with: { category: `scx-studio-${KERNEL}` } });
  expect(sarifOf(upload)).toMatchObject({ version: '2.1.0', runs: [{ results: [] }] });
});

it('fails at the verify step with an annotation at the line, and still hands over the SARIF file', async () => {
  const repository = checkout('refused');
  cpSync(join(REPOSITORY, 'bpf-templates/include'), join(repository.project, 'include'), {
    recursive: true,
  });
  writeFileSync(join(repository.project, 'a good one.bpf.c'), GOOD);
  writeFileSync(join(repository.project, 'refused.bpf.c'), NULL_CHECK_MISSING);
  const step = await runWorkflow(repository, [INSTALL, STOP]);
  expect(step('Build').outcome).toBe('success');
  expect(step('Verify').outcome).toBe('failure');
  const place = `file=schedulers/my ü '\${{ x }}'/refused.bpf.c,line=${lineOf(NULL_CHECK_MISSING)}`;
  expect(step('Verify').output).toContain(`::error ${place},`);
  expect(step('Verify').output, 'the other had its turn').toMatch(
    /a good one.bpf.c[^]*Verified on/,
  );
  const upload = step('Send the findings to code scanning');
  expect(upload.outcome).toBe('success');
  expect(sarifOf(upload).runs.map(({ results }) => results.map(({ ruleId }) => ruleId))).toEqual([
    ['verifier/null-pointer'],
  ]);
  expect(step('Load').outcome).toBe('skipped');
});

it('fails at the load step when the kernel threw a scheduler out, and stops the lab', async () => {
  const repository = checkout('thrown out');
  cpSync(join(REPOSITORY, 'bpf-templates/include'), join(repository.project, 'include'), {
    recursive: true,
  });
  writeFileSync(join(repository.project, 'reports error.bpf.c'), REPORTS_ERROR);
  // It ends by itself, when the lab has had enough to do.
  const step = await runWorkflow(repository, [INSTALL], 60);
  expect(step('Verify').outcome).toBe('success');
  expect(step('Load').outcome).toBe('failure');
  expect(step('Load').output).toMatch(/^::error .*title=run\/.*that is enough/m);
  expect(step(STOP)).toMatchObject({ outcome: 'success' });
  expect(JSON.parse(scxStudio(folder, 'lab', 'list', '--json'))).toMatchObject({ running: [] });
});
