import { execa } from 'execa';

/**
 * Hands this process's terminal to a program until it ends, for what a person talks to: an ssh
 * session, a pager. Its exit status; null when a signal ended it or it could not be started.
 */
export async function runInTerminal(
  argv: readonly [string, ...string[]],
  signal: AbortSignal,
): Promise<number | null> {
  const [file, ...args] = argv;
  const result = await execa(file, args, { stdio: 'inherit', reject: false, cancelSignal: signal });
  return result.exitCode ?? null;
}
