// npm test [-- PART … [-- VITEST OPTION …]]: sets up what the parts need, runs them, adds up.
// Until npm packages are installed this uses Node's own modules only.
import { announce, exitWith } from './setup/command.mjs';
import { prepare } from './test/prepare.mjs';
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

async function runAll(parts, options) {
  const total = { passed: 0, failed: 0, skipped: [] };
  const blocked = await prepare(parts);
  for (const { name } of parts) {
    const reason = blocked.get(name);
    if (reason !== undefined) {
      total.skipped.push({ name: `all of ${name}`, reason });
      continue;
    }
    announce(`Tests: ${name}`);
    const counts = await runPart(name, options);
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
