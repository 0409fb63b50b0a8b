/** Runs inside VS Code's extension host: VS Code calls `run`, the runner reads the results file. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { RESULTS_FILE, type SuiteResult } from './results';

const TEST_TIMEOUT_MS = 30_000;

function resultOf(test: Mocha.Test): SuiteResult {
  return {
    title: test.fullTitle(),
    state: test.isPassed() ? 'passed' : test.isPending() ? 'skipped' : 'failed',
    error: test.err?.stack ?? test.err?.message ?? null,
  };
}

export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: TEST_TIMEOUT_MS, reporter: 'min' });
  for (const name of readdirSync(__dirname)) {
    if (name.endsWith('.suite.js')) mocha.addFile(join(__dirname, name));
  }
  const results: SuiteResult[] = [];
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on('pass', (test) => results.push(resultOf(test)));
    runner.on('pending', (test) => results.push(resultOf(test)));
    runner.on('fail', (test, error: Error) => {
      results.push({ ...resultOf(test), state: 'failed', error: error.stack ?? error.message });
    });
  });
  // Last of all: VS Code reports success for an extension host that died on the way.
  const file = process.env[RESULTS_FILE];
  if (file === undefined) throw new Error(`${RESULTS_FILE} does not say where results go`);
  writeFileSync(file, JSON.stringify(results));
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
