// A vitest reporter that writes what test.mjs counts: {passed, failed, skipped: [{name, reason}]} to
// the file of SCX_TEST_COUNTS. It is written at the end only, so a run that died leaves none.
import { writeFileSync } from 'node:fs';

const NO_REASON = 'no reason given: use context.skip(condition, reason)';

export default class Counts {
  onTestRunEnd(testModules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: [] };
    for (const testModule of testModules) {
      // A file that could not be loaded, or a hook that failed, outside any test.
      counts.failed += testModule.errors().length;
      for (const suite of testModule.children.allSuites()) counts.failed += suite.errors().length;
      for (const test of testModule.children.allTests()) countTest(counts, test);
    }
    writeFileSync(process.env.SCX_TEST_COUNTS, JSON.stringify(counts));
  }
}

function countTest(counts, test) {
  const { state, note } = test.result();
  if (state === 'passed') counts.passed += 1;
  else if (state === 'failed') counts.failed += 1;
  else counts.skipped.push({ name: test.fullName, reason: note ?? NO_REASON });
}
