/** The scripts of this folder as text; bundlers load `.sh` files so (extension/shell-text.d.ts). */
import type { RemoteScript } from '../contracts/remote-scripts';
import bpfOutput from './bpf-output.sh';
import build from './build.sh';
import cost from './cost.sh';
import doctor from './doctor.sh';
import dump from './dump.sh';
import facts from './facts.sh';
import leastRights from './lib/least-rights.sh';
import loaderWatch from './lib/loader-watch.sh';
import ownerOf from './lib/owner.sh';
import postMortem from './lib/post-mortem.sh';
import programEnd from './lib/program.sh';
import relink from './lib/relink.sh';
import room from './lib/room.sh';
import scheduler from './lib/scheduler.sh';
import storedProgram from './lib/stored-program.sh';
import load from './load.sh';
import log from './log.sh';
import owner from './owner.sh';
import runLoader from './run-loader.sh';
import status from './status.sh';
import rootFacts from './root-facts.sh';
import runs from './runs.sh';
import stop from './stop.sh';
import unload from './unload.sh';
import verify from './verify.sh';
import vmlinux from './vmlinux.sh';

const FACTS = `runs=${quoted(scheduler + runs)}\n${facts}`;

const ROOM = scheduler + programEnd + ownerOf + relink + room;

export const REMOTE_SCRIPT_TEXTS: Readonly<Record<RemoteScript, string>> = {
  'bpf-output': bpfOutput,
  build,
  cost: relink + cost,
  doctor: `root_facts=${quoted(rootFacts)}\n${doctor}\n${FACTS}`,
  dump,
  facts: FACTS,
  load: ROOM + postMortem + load,
  log,
  'run-loader': ROOM + postMortem + storedProgram + loaderWatch + runLoader,
  runs: scheduler + runs,
  owner: scheduler + ownerOf + relink + owner,
  status,
  stop: scheduler + stop,
  unload: ROOM + unload,
  verify: leastRights + verify,
  vmlinux,
};

/** A script as a word of another one, which may have to run it as another user. */
function quoted(script: string): string {
  return `'${script.replaceAll("'", `'\\''`)}'`;
}
