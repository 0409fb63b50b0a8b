/** The scripts of this folder as text; bundlers load `.sh` files so (extension/shell-text.d.ts). */
import type { RemoteScript } from '../contracts/remote-scripts';
import facts from './facts.sh';
import scheduler from './lib/scheduler.sh';
import load from './load.sh';
import log from './log.sh';
import status from './status.sh';
import runs from './runs.sh';
import stop from './stop.sh';
import unload from './unload.sh';
import verify from './verify.sh';
import vmlinux from './vmlinux.sh';

export const REMOTE_SCRIPT_TEXTS: Readonly<Record<RemoteScript, string>> = {
  facts: `runs=${quoted(scheduler + runs)}\n${facts}`,
  load: scheduler + load,
  log,
  status,
  stop: scheduler + stop,
  unload: scheduler + unload,
  verify,
  vmlinux,
};

/** A script as a word of another one, which may have to run it as another user. */
function quoted(script: string): string {
  return `'${script.replaceAll("'", `'\\''`)}'`;
}
