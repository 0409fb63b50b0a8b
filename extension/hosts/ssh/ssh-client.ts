import type { Tools } from '../api';

/** What matters of the ssh of this machine when it asks. */
export interface SshClient {
  /** Microsoft's port: not that of Git for Windows, which is a POSIX program and runs scripts. */
  readonly isWindowsSsh: boolean;
  /** A question of the server's stands behind "(user@host)", so that it can't pass for one of ssh's own. */
  readonly marksServerWords: boolean;
}

/** Since OpenSSH 8.5; Windows 10 came with 8.1. */
const MARKS_SINCE = 8.5;

export async function sshClient(tools: Tools, ssh: string): Promise<SshClient> {
  const asked = await tools.run({ argv: [ssh, '-V'] });
  return readSshVersion(asked.kind === 'ok' ? asked.value.stderr : '');
}

/** `ssh -V` prints `OpenSSH_for_Windows_9.5p1, LibreSSL 3.8.2`, or `OpenSSH_9.2p1 Debian-2, OpenSSL 3.0.11`. */
export function readSshVersion(text: string): SshClient {
  const [, port, version] = /^OpenSSH_(for_Windows_)?(\d+\.\d+)/m.exec(text) ?? [];
  return {
    isWindowsSsh: port !== undefined,
    marksServerWords: Number(version ?? 0) >= MARKS_SINCE,
  };
}
