/** Runs the suite of test/vscode/suite inside a VS Code and brings its results back. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { RESULTS_FILE, type SuiteResult } from '../suite/results';
import { launchBrowser, newPage, workbenchAddress } from './browser';
import { startThrowawayServer } from './throwaway-server';

const REPOSITORY = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const SOURCES = join(REPOSITORY, 'test/vscode/suite');
/** Inside the checkout, so that the suite finds mocha in node_modules. */
const COMPILED = join(REPOSITORY, '.cache/vscode-suite');
const TIMEOUT_MS = 120_000;

async function compileSuite(): Promise<string> {
  rmSync(COMPILED, { recursive: true, force: true });
  const names = readdirSync(SOURCES).filter((name) => /^index\.ts$|\.suite\.ts$/.test(name));
  await build({
    entryPoints: names.map((name) => join(SOURCES, name)),
    outdir: COMPILED,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return join(COMPILED, 'index');
}

interface SuiteRun {
  readonly suite: string;
  readonly workspace: string;
  readonly env: Record<string, string>;
}

/** As @vscode/test-electron does it, with a VS Code in a browser; the exit code is not to be trusted. */
async function runInServer({ suite, workspace, env }: SuiteRun): Promise<void> {
  const server = await startThrowawayServer({ testing: true, env });
  const browser = await launchBrowser();
  try {
    const page = await newPage(browser, server);
    const said: string[] = [];
    await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
      said.push([type, ...args.map(String)].join(' '));
    });
    const remote = (path: string) => `vscode-remote://${server.authority}${path}`;
    const address = workbenchAddress(server, workspace, [
      ['extensionDevelopmentPath', remote(REPOSITORY)],
      ['extensionTestsPath', remote(suite)],
      ['skipWelcome', 'true'],
    ]);
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`the suite did not end in time\n${said.slice(-20).join('\n')}`));
      }, TIMEOUT_MS);
      const end = () => {
        clearTimeout(timer);
        resolve();
      };
      page.exposeFunction('codeAutomationExit', end).then(() => page.goto(address), reject);
    });
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** A desktop VS Code that VSCODE_EXECUTABLE names; its exit code says nothing that the results do not. */
async function runInDesktop(
  executable: string,
  { suite, workspace, env }: SuiteRun,
): Promise<void> {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: REPOSITORY,
    extensionTestsPath: suite,
    launchArgs: [workspace, '--disable-extensions', '--disable-workspace-trust', ...asRoot],
    extensionTestsEnv: env,
  }).catch(() => undefined);
}

/** Runs all of it in a copy of `fixture`, in the VS Code that is at hand. */
export async function runSuite(fixture: string): Promise<readonly SuiteResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'scx-studio-suite-'));
  const workspace = join(folder, 'workspace');
  const results = join(folder, 'results.json');
  cpSync(fixture, workspace, { recursive: true });
  try {
    const run = { suite: await compileSuite(), workspace, env: { [RESULTS_FILE]: results } };
    const executable = process.env['VSCODE_EXECUTABLE'];
    if (executable === undefined) await runInServer(run);
    else await runInDesktop(executable, run);
    return JSON.parse(readFileSync(results, 'utf8')) as SuiteResult[];
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
