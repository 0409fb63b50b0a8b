import type { Command } from '../command';
import { build } from './build';
import { doctor } from './doctor';
import { explain } from './explain';
import { load } from './load';
import { log } from './log';
import { newProject } from './new';
import { status } from './status';
import { unload } from './unload';
import { verify } from './verify';

/** Every command, in the order of the loop. */
export const COMMANDS: readonly Command[] = [
  newProject,
  build,
  verify,
  load,
  unload,
  status,
  log,
  doctor,
  explain,
];
