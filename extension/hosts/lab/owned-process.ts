import type { Tools } from '../api';

/**
 * Puts `argv` under setpriv, so that the kernel ends it together with the process that started it,
 * even when that one is killed (PR_SET_PDEATHSIG, prctl(2)). Without setpriv (not Linux) `argv`
 * stays as it is.
 */
export async function tiedToOwner(
  tools: Tools,
  argv: readonly [string, ...string[]],
  signal: 'KILL' | 'TERM' = 'KILL',
): Promise<[string, ...string[]]> {
  const setpriv = await tools.find(['setpriv']);
  return setpriv === null ? [...argv] : [setpriv, '--pdeathsig', signal, ...argv];
}
