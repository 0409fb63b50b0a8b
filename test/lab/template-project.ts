/** A scaffolded project's Makefile at work: what builds runs here, what loads runs in the lab. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { LabTarget } from './lab-target';

const run = promisify(execFile);
const FOLDER = '/tmp/by-make';

const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;

export interface MakeProject {
  /** Builds for the lab's kernel; what make and clang printed. */
  build(): Promise<string>;
  /** Runs the recipe of a target in the lab; what it printed. */
  inLab(target: 'load' | 'unload' | 'status'): Promise<string>;
}

/** The types come from the lab's own BTF, by the lab's own bpftool over ssh. */
export function makeProject(lab: LabTarget, project: string): MakeProject {
  const name = basename(project);
  const object = join('build', `${name}.bpf.o`);
  const remoteBpftool = ['ssh', ...lab.sshArguments, 'bpftool'].map(quoted).join(' ');
  return {
    async build() {
      const { stdout, stderr } = await run('make', [`BPFTOOL=${remoteBpftool}`], { cwd: project });
      return stdout + stderr;
    },
    async inLab(target) {
      const bytes = readFileSync(join(project, object)).toString('base64');
      await lab.shell(`mkdir -p ${FOLDER}/build; echo ${bytes} | base64 -d > ${FOLDER}/${object}`);
      const dry = ['--dry-run', '--silent', `--old-file=${object}`, target, 'BPFTOOL=bpftool'];
      const { stdout: recipe } = await run('make', dry, { cwd: project });
      return lab.shell(`cd ${FOLDER}; { ${recipe}\n} 2>&1`);
    },
  };
}
