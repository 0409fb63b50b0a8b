/** The scripts of this folder as text; bundlers load `.sh` files so (extension/shell-text.d.ts). */
import type { RemoteScript } from '../contracts/remote-scripts';
import facts from './facts.sh';
import load from './load.sh';
import log from './log.sh';
import status from './status.sh';
import unload from './unload.sh';
import verify from './verify.sh';
import vmlinux from './vmlinux.sh';

export const REMOTE_SCRIPT_TEXTS: Readonly<Record<RemoteScript, string>> = {
  facts,
  load,
  log,
  status,
  unload,
  verify,
  vmlinux,
};
