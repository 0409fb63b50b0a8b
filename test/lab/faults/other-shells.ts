/** Accounts with other login shells, in the lab: programs of this machine with their libraries. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FaultyLab } from './faulty-lab';

/** What a login says before anything of ours runs; some of it looks like what our scripts say. */
const NOISE = ['Welcome to the *lab*!', 'tool', 'running nothing', 'busy nobody', 'done'];

/** Where each shell reads what it always runs, relative to the home; sshd itself runs .ssh/rc. */
export const SHELLS = {
  ash: { noiseIn: '.ssh/rc' },
  bash: { noiseIn: '.bashrc' },
  fish: { noiseIn: '.config/fish/config.fish' },
  tcsh: { noiseIn: '.tcshrc' },
} as const;
export type ShellName = keyof typeof SHELLS;

/** Another name of root, whose login shell is this one and is noisy. A path, where the lab has the shell. */
export async function addAccount(lab: FaultyLab, shell: ShellName): Promise<void> {
  const home = `/home/${shell}`;
  const isInLab = shell === 'ash' || shell === 'bash';
  if (!isInLab) await copyProgram(lab, shell);
  const noise = [...NOISE.map((line) => `echo '${line}'`), 'printf "no newline at its end"'];
  const file = `${home}/${SHELLS[shell].noiseIn}`;
  const encoded = Buffer.from(noise.join('\n') + '\n').toString('base64');
  await lab.shell(
    [
      `mkdir -p ${home}/.ssh $(dirname ${file})`,
      `cp /root/.ssh/authorized_keys ${home}/.ssh/`,
      `echo ${encoded} | base64 -d >${file}`,
      `echo '${shell}:x:0:0::${home}:${isInLab ? '/bin' : OPT}/${shell}' >>/etc/passwd`,
    ].join(' && '),
  );
}

const OPT = '/opt/shells';

/**
 * With its own loader and libraries, which may be newer than the lab's: the shell in the list of accounts
 * is a script that starts it by them.
 */
async function copyProgram(lab: FaultyLab, name: string): Promise<void> {
  const path = execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
  const linked = execFileSync('ldd', [path], { encoding: 'utf8' });
  const libraries = [...linked.matchAll(/(\/\S+) \(0x/g)].map(([, library = '']) => library);
  const folder = mkdtempSync(join(tmpdir(), 'scx-studio-shell-'));
  try {
    const files = join(folder, `${name}.files`);
    mkdirSync(files);
    copyFileSync(path, join(files, 'program'));
    for (const library of libraries) {
      copyFileSync(library, join(files, library.slice(library.lastIndexOf('/') + 1)));
    }
    const loader = `${OPT}/${name}.files/ld-linux-x86-64.so.2 --library-path ${OPT}/${name}.files`;
    const script = `#!/bin/sh\nexec ${loader} ${OPT}/${name}.files/program "$@"\n`;
    writeFileSync(join(folder, name), script, { mode: 0o755 });
    const archive = execFileSync('tar', ['-cz', '-C', folder, '.'], { maxBuffer: 1 << 28 });
    await lab.send(archive, `mkdir -p ${OPT} && tar -xz -C ${OPT} && chmod 755 ${OPT}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
