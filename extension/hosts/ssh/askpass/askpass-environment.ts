import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { ASKPASS_ENV, ASKPASS_FILES } from './messages';

export interface AskpassWay {
  /** Folder of askpass.sh and askpass.js. */
  readonly programs: string;
  readonly isWindowsSsh: boolean;
  /** Where the question server listens, and what it knows its own by. */
  readonly socket: string;
  readonly token: string;
}

/** The environment in which an ssh asks by our program, whether it has a terminal or not. */
export async function askpassEnvironment(way: AskpassWay): Promise<Record<string, string>> {
  const { programs, socket, token } = way;
  return {
    SSH_ASKPASS: await askpassCommand(way),
    SSH_ASKPASS_REQUIRE: 'force',
    // OpenSSH before 8.4 asks this way only where a display is named.
    DISPLAY: process.env['DISPLAY'] ?? ':0',
    ELECTRON_RUN_AS_NODE: '1',
    [ASKPASS_ENV.socket]: socket,
    [ASKPASS_ENV.token]: token,
    [ASKPASS_ENV.node]: process.execPath,
    [ASKPASS_ENV.program]: join(programs, ASKPASS_FILES.program),
  };
}

/**
 * Windows' own ssh runs no scripts of sh, and what it is given may be the beginning of a command line (8.1 to
 * 9.8: build_commandline_string in misc.c): it adds the question as one word more and starts that without a
 * shell. A .cmd in this place would have cmd.exe act on the question, whose words a server may choose.
 */
async function askpassCommand({ programs, isWindowsSsh }: AskpassWay): Promise<string> {
  if (isWindowsSsh) return `"${process.execPath}" "${join(programs, ASKPASS_FILES.program)}"`;
  const shim = join(programs, ASKPASS_FILES.shim);
  await chmod(shim, 0o755).catch(() => undefined); // Some ways to unpack a package forget modes.
  // The ssh of Git for Windows is a POSIX program and takes slashes alone as such.
  return process.platform === 'win32' ? shim.replaceAll('\\', '/') : shim;
}
