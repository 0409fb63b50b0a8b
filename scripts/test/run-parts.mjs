// Runs the parts of the test suite, each as processes of its own, and reads what they counted.
import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { announce, stream } from '../setup/command.mjs';
import { CACHE, REPOSITORY } from '../setup/repository.mjs';

const binary = (name) => join(REPOSITORY, 'node_modules/.bin', name);

/** Checks that count as one test each: a title and argv. */
const CHECKS = {
  lint: [['eslint', '.', '--max-warnings', '0'], ['prettier', '--check', '.'], ['knip']],
  types: [['tsc', '--noEmit', '-p', 'tsconfig.json']],
};

async function runChecks(checks) {
  const counts = { passed: 0, failed: 0, skipped: [] };
  for (const [name, ...args] of checks) {
    announce(`${name} ${args.join(' ')}`);
    const status = await stream([binary(name), ...args]);
    if (status === 0) counts.passed += 1;
    else counts.failed += 1;
  }
  return counts;
}

/** vitest's status and its counts must agree; a run that died has no counts, which is one failure. */
async function runVitest(project, options) {
  const file = join(CACHE, 'test-counts', `${project}.json`);
  await mkdir(join(CACHE, 'test-counts'), { recursive: true });
  await rm(file, { force: true });
  // Tests make folders here and there; all go with this one. Short, for the sockets of ssh in it.
  const temporary = await mkdtemp(join(tmpdir(), 'scx-'));
  await chmod(temporary, 0o711); // Users of a test's sshd must get at what is theirs in it.
  const reporters = ['default', join(REPOSITORY, 'scripts/test/vitest-counts.mjs')];
  const status = await stream(
    [
      binary('vitest'),
      'run',
      `--project=${project}`,
      ...reporters.map((name) => `--reporter=${name}`),
      ...options,
    ],
    { env: { ...process.env, SCX_TEST_COUNTS: file, TMPDIR: temporary } },
  );
  await rm(temporary, { recursive: true, force: true, maxRetries: 3 });
  const counts = await readFile(file, 'utf8').then(JSON.parse, () => null);
  if (counts === null) {
    console.error(`${project}: vitest ended with ${status} and left no count: one failure.`);
    return { passed: 0, failed: 1, skipped: [] };
  }
  if (status !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

/** Runs one part; gives {passed, failed, skipped: [{name, reason}]}. `options` go to vitest. */
export function runPart(name, options) {
  return name in CHECKS ? runChecks(CHECKS[name]) : runVitest(name, options);
}
