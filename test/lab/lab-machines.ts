/** Labs as tests of the lab itself use them: from the project's cache, each its own. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { createTools } from '../../extension/hosts';
import { createLabs, type Labs } from '../../extension/hosts/lab';

const run = promisify(execFile);

export function labsIn(cacheDir: string): { labs: Labs; said: string[] } {
  const said: string[] = [];
  const tools = createTools(() => undefined);
  return { labs: createLabs({ cacheDir, tools, log: (line) => said.push(line) }), said };
}

/** Runs a command in a lab; its standard output. */
export async function inLab(lab: { sshArguments: readonly string[] }, command: string) {
  const { stdout } = await run('ssh', [...lab.sshArguments, command], { maxBuffer: 1 << 24 });
  return stdout;
}

/** Like inLab, for what ends the lab: the connection is lost before there is an answer. */
export function crash(lab: { sshArguments: readonly string[] }, command: string): void {
  execFile('ssh', [...lab.sshArguments, command], () => undefined);
}

/** True while this very process runs; an ended one that nobody has asked about does not. */
export function isAlive(pid: number): boolean {
  if (!existsSync(`/proc/${pid}/stat`)) return false;
  return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
}
