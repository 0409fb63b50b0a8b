/** Two machines of one loop: a real sshd whose user compiles, and a lab whose kernel it is for. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createTools } from '../../../extension/hosts';
import type { Host } from '../../../extension/hosts/api';
import { createShellHost } from '../../../extension/hosts/shell/shell-host';
import { createSshShell } from '../../../extension/hosts/ssh/ssh-shell';
import { buildScheduler, type BuildRequest } from '../../../extension/workflows/build/build';
import { kernelFolder } from '../../../extension/workflows/build/kernel-folder';
import { kernelTypes } from '../../../extension/workflows/build/kernel-types';
import type { StepOptions } from '../../../extension/workflows/context';
import { startSshd, type SshdOptions, type Sshd } from '../../sshd/sshd';
import { CACHE, openLab, REPOSITORY, valueOf, type LabTarget } from '../lab-target';

export interface BuildTarget {
  readonly lab: LabTarget;
  readonly sshd: Sshd;
  /** Home folder of the user that compiles. */
  readonly home: string;
  /** The machine that compiles. */
  readonly host: Host;
  /** Writes a file into the project; its absolute path. */
  readonly write: (name: string, text: string) => string;
  /** Builds `source` on the machine that compiles, or here. */
  readonly build: (
    source: string,
    more?: Partial<BuildRequest>,
    options?: StepOptions,
  ) => ReturnType<typeof buildScheduler>;
  close(): Promise<void>;
}

/** `project` is the name of the folder of sources. */
export async function openBuildTarget(
  project: string,
  options: SshdOptions = {},
): Promise<BuildTarget> {
  const lab = await openLab('6.18');
  const sshd = await startSshd({ users: [{ name: 'builder' }], ...options });
  const folder = join(mkdtempSync(join(tmpdir(), 'scx build ')), project);
  cpSync(join(REPOSITORY, 'bpf-templates/include'), join(folder, 'include'), { recursive: true });
  const home = join(sshd.folder, 'home 0');
  const host = hostOf(sshd, 'builder');
  // The lab's kernel is the one that is built for: its types stand where the target keeps its own.
  const types = valueOf(await kernelTypes(lab.context, lab.host, lab.facts, {}));
  const kept = join(home, '.cache/scx-studio/kernels', lab.facts.kernelBuild);
  mkdirSync(kept, { recursive: true });
  cpSync(join(types, 'vmlinux.h'), join(kept, 'vmlinux.h'));
  // And here, as after a build here.
  const before = kernelFolder(lab.context, host.target, lab.facts.kernelBuild);
  mkdirSync(before, { recursive: true });
  cpSync(join(types, 'vmlinux.h'), join(before, 'vmlinux.h'));
  const { uid } = statSync(home);
  execFileSync('chown', ['-R', String(uid), join(home, '.cache')]);
  return {
    lab,
    sshd,
    home,
    host,
    write(name, text) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      return path;
    },
    build: (source, more, step) =>
      buildScheduler(
        lab.context,
        { source, host, facts: lab.facts, where: 'target', ...more },
        step,
      ),
    async close() {
      await host.dispose();
      await sshd.stop();
      await lab.close();
      rmSync(before, { recursive: true });
      rmSync(dirname(folder), { recursive: true, force: true });
    },
  };
}

function hostOf(sshd: Sshd, user: string): Host {
  chmodSync(sshd.folder, 0o755);
  const known = join(sshd.folder, 'known');
  writeFileSync(known, `[127.0.0.1]:${sshd.port} ${sshd.hostKey}\n`);
  const config = sshd.configuration(`box-${user}`, user, [
    `UserKnownHostsFile "${known}"`,
    `IdentityFile "${sshd.key}"`,
    'IdentityAgent none',
  ]);
  const log = () => undefined;
  const target = { kind: 'ssh', id: 'box', destination: `box-${user}` } as const;
  const args = ['-F', config, '--', `box-${user}`];
  const shell = createSshShell({
    tools: createTools(log),
    target,
    args,
    ask: null,
    programs: CACHE,
  });
  return createShellHost(shell, log);
}
