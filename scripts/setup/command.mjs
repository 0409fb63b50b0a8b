import { spawn } from 'node:child_process';
import { REPOSITORY } from './repository.mjs';

/** A step of the set-up: what is done and why, before it is done. */
export function announce(text) {
  console.log(`• ${text}`);
}

/** A failure that people can do something about: shown without a stack. */
export class SetupError extends Error {}

const WHERE = { cwd: REPOSITORY, env: process.env };

/** Runs argv and shows its output as it comes; gives its exit status (128 + n for a signal is 1). */
export function stream(argv, options = {}) {
  return finished(spawn(argv[0], argv.slice(1), { ...WHERE, ...options, stdio: 'inherit' }));
}

/**
 * Runs argv quietly and gives its output. A failure is a SetupError that shows the output: `doing`
 * says what could not be done, `next` what to do about it.
 */
export async function capture(argv, { doing, next = '', ...options }) {
  const child = spawn(argv[0], argv.slice(1), {
    ...WHERE,
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const readable of [child.stdout, child.stderr]) {
    readable.setEncoding('utf8').on('data', (chunk) => (output += chunk));
  }
  const status = await finished(child).catch((error) => {
    throw new SetupError(`Could not ${doing}: ${error.message}\n${next}`);
  });
  if (status === 0) return output;
  throw new SetupError(
    `Could not ${doing}: ${argv.join(' ')} ended with ${status}.\n${output.trim()}\n${next}`.trim(),
  );
}

function finished(child) {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** Ends this process with the message of a SetupError, and with the stack of anything else. */
export function exitWith(error) {
  console.error(error instanceof SetupError ? error.message : error);
  process.exit(1);
}
