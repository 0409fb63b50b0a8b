// The loop in a terminal. Every step is the command line, as anybody would type it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { announce, SetupError, stream } from '../setup/command.mjs';
import { REPOSITORY } from '../setup/repository.mjs';

const CLI = join(REPOSITORY, 'dist/cli.js');
const PLAYGROUND = 'playground';
const NAME = 'first_scheduler';
const TARGET = ['--target', 'lab'];
const SECONDS_LOADED = '8';

async function scxStudio(...args) {
  console.log(`\n$ scx-studio ${args.join(' ')}`);
  const status = await stream([process.execPath, CLI, ...args]);
  if (status !== 0) throw new SetupError(`scx-studio ${args[0]} ended with status ${status}.`);
}

async function runSteps(project) {
  await scxStudio('build', project, ...TARGET);
  await scxStudio('verify', project, ...TARGET);
  await scxStudio('load', project, ...TARGET, '--for', SECONDS_LOADED);
  await scxStudio('status', ...TARGET);
}

/**
 * Boots the lab, makes the project, and takes it through the loop; the lab is stopped whatever
 * happens. Gives the project's folder, relative to the checkout.
 */
export async function showLoop() {
  const project = join(PLAYGROUND, NAME);
  // Ctrl-C reaches the command that runs, too: that one ends in order, and then the lab is stopped.
  process.on('SIGINT', () => undefined);
  await scxStudio('lab', 'start', '--keep');
  try {
    if (existsSync(join(REPOSITORY, project))) announce(`${project} is there; it stays as it is.`);
    else await scxStudio('new', 'fifo', NAME, '--folder', PLAYGROUND);
    await runSteps(project);
  } finally {
    await scxStudio('lab', 'stop', 'newest');
  }
  return project;
}
