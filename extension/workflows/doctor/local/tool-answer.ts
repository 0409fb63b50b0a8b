import type { Tools } from '../../../hosts/api';

/** Standard output and error of a tool that ended well; null when it did not, or is not there. */
export async function runText(
  tools: Tools,
  argv: readonly [string, ...string[]],
  input?: string,
): Promise<string | null> {
  const outcome = await tools.run({ argv, ...(input === undefined ? {} : { input }) });
  if (outcome.kind !== 'ok' || outcome.value.exitCode !== 0) return null;
  return outcome.value.stdout + outcome.value.stderr;
}
