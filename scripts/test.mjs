// npm test [-- PART … [-- VITEST OPTION …]]: sets up what the parts need, runs them, adds up.
// Until npm packages are installed this uses Node's own modules only.
import { announce, exitWith, SetupError } from './setup/command.mjs';
import { prepare, whyImpossible } from './setup/prepare.mjs';
import { PARTS } from './test/parts.mjs';
import { runPart } from './test/run-parts.mjs';

function chosenParts(words) {
  for (const word of words) {
    if (!PARTS.some(({ name }) => name === word)) {
      console.error(
        `There is no part "${word}". Parts: ${PARTS.map(({ name }) => name).join(', ')}.`,
      );
      process.exit(2);
    }
  }
  return words.length === 0 ? PARTS : PARTS.filter(({ name }) => words.includes(name));
}

/** A part that this machine cannot run is one skip; one whose set-up fails is one failure. */
async function runWithSetup({ name, needs }, options) {
  const reason = whyImpossible(needs);
  if (reason !== null) {
    return { passed: 0, failed: 0, skipped: [{ name: `all ${name} tests`, reason }] };
  }
  try {
    await prepare(needs);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`Set-up of the ${name} tests failed.\n${error.message}`);
    return { passed: 0, failed: 1, skipped: [] };
  }
  announce(`Tests: ${name}`);
  return runPart(name, options);
}

async function runAll(parts, options) {
  const total = { passed: 0, failed: 0, skipped: [] };
  for (const part of parts) {
    const counts = await runWithSetup(part, options);
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped.push(...counts.skipped);
  }
  return total;
}

const words = process.argv.slice(2);
const end = words.indexOf('--');
const options = end === -1 ? [] : words.slice(end + 1);
try {
  const parts = chosenParts(end === -1 ? words : words.slice(0, end));
  const { passed, failed, skipped } = await runAll(parts, options);
  for (const { name, reason } of skipped) console.log(`skipped: ${name}: ${reason}`);
  console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
} catch (error) {
  exitWith(error);
}
