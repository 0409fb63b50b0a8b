import type { Problem } from '../../core/findings/problem';
import {
  isKnownHostsFile,
  knownFingerprints,
  readChangedHostKey,
  withFingerprints,
} from '../../core/ssh/changed-host-key';
import type { Tools } from '../api';
import type { SshArguments } from './ssh-master';

/** How ssh was asked for the host. */
interface Asked {
  readonly tools: Tools;
  readonly args: SshArguments;
}

/** ssh refuses a changed host key; both fingerprints are named, so that somebody can compare them. */
export async function namingFingerprints(
  { tools, args }: Asked,
  problem: Problem,
): Promise<Problem> {
  const changed = problem.code === 'host-key-changed' ? readChangedHostKey(problem.detail) : null;
  if (changed === null) return problem;
  // A server's banner can look like ssh's own words: it must not choose the file that is read here.
  const configuration = await tools.run({ argv: ['ssh', '-G', ...args] });
  if (configuration.kind !== 'ok') return problem;
  if (!isKnownHostsFile(configuration.value.stdout, changed.file)) return problem;
  const listed = await tools.run({
    argv: ['ssh-keygen', '-l', '-F', changed.host, '-f', changed.file],
  });
  const known = listed.kind === 'ok' ? knownFingerprints(listed.value.stdout) : [];
  return withFingerprints(problem, changed, known);
}
