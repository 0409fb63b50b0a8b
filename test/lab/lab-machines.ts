/** Labs as tests of the lab itself use them: from the project's cache, each its own. */
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createTools } from '../../extension/hosts';
import { createLabs, type Labs } from '../../extension/hosts/lab';
import { CACHE, valueOf } from './lab-target';

const run = promisify(execFile);

export function labsIn(cacheDir: string): { labs: Labs; said: string[] } {
  const said: string[] = [];
  const tools = createTools(() => undefined);
  return { labs: createLabs({ cacheDir, tools, log: (line) => said.push(line) }), said };
}

/** A cache of its own that shares this kernel: nobody else's kept labs and saved states are in it. */
export async function ownCache(kernel: string): Promise<string> {
  // What the links lead to must be there.
  valueOf(await labsIn(CACHE).labs.install(kernel));
  const own = mkdtempSync(join(tmpdir(), "scx 100% lab's "));
  mkdirSync(join(own, 'lab'));
  for (const name of ['kernels', 'root', 'programs', 'accelerator.json']) {
    symlinkSync(join(CACHE, 'lab', name), join(own, 'lab', name));
  }
  return own;
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

/** SSH_FXP_INIT of version 3, and where its answer (SSH_FXP_VERSION) has the version. */
const SFTP_INIT = Buffer.from([0, 0, 0, 5, 1, 0, 0, 0, 3]);
const SFTP_VERSION_OFFSET = 5;

/** The protocol version that the lab's sftp server speaks. */
export function sftpVersion(lab: { sshArguments: readonly string[] }): Promise<number> {
  const ssh = spawn('ssh', [...lab.sshArguments, '-s', 'sftp']);
  ssh.stdin.write(SFTP_INIT);
  return new Promise((resolve, reject) => {
    ssh.once('error', reject);
    ssh.once('close', () => {
      reject(new Error('the lab has no sftp'));
    });
    ssh.stdout.once('data', (answer: Buffer) => {
      resolve(answer.readUInt32BE(SFTP_VERSION_OFFSET));
      ssh.kill();
    });
  });
}
