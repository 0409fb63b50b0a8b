import type { Command } from '../command';
import { build } from './build';
import { ci } from './ci';
import { doctor } from './doctor';
import { dump } from './dump';
import { explain } from './explain';
import { labConsole } from './lab/console';
import { labInstall } from './lab/install';
import { labList } from './lab/list';
import { labSsh } from './lab/ssh';
import { labStart } from './lab/start';
import { labStop } from './lab/stop';
import { load } from './load';
import { log } from './log';
import { newProject } from './new';
import { report } from './report';
import { run } from './run';
import { status } from './status';
import { stop } from './stop';
import { targets } from './targets';
import { unload } from './unload';
import { verify } from './verify';

/** Every command, in the order of the loop. */
export const COMMANDS: readonly Command[] = [
  newProject,
  build,
  verify,
  load,
  run,
  unload,
  stop,
  status,
  log,
  dump,
  report,
  targets,
  doctor,
  explain,
  ci,
  labStart,
  labStop,
  labList,
  labConsole,
  labSsh,
  labInstall,
];
