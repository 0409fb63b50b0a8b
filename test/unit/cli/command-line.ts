/** Runs one command line over fakes and keeps what it said. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ok, type Outcome } from '../../../extension/core/findings/problem';
import type { Target } from '../../../extension/core/sched-ext/target';
import type { Host, Hosts, Tools } from '../../../extension/hosts/api';
import { createFiles } from '../../../extension/hosts/files/files';
import type { Labs, RunningLab } from '../../../extension/hosts/lab';
import { runCommandLine } from '../../../extension/cli/run-command';
import { createFakeHosts } from '../../fakes/fake-hosts';
import { createFakeHost, type FakeHost, type ScriptAnswers } from '../../fakes/fake-host';
import { createFakeTools } from '../../fakes/fake-tools';

const TEMPLATES = fileURLToPath(new URL('../../../bpf-templates', import.meta.url));

export const FACTS = [
  'kernelRelease 6.18.15-cloud',
  'kernelBuild 6.18.15-cloud-0123456789ab',
  'machine x86_64',
  'uid 0',
  'privilege root',
  'hasBtf yes',
  'hasSchedExt yes',
  'hasBpffs yes',
  'bpftool bpftool v7.5.0',
  'state disabled',
  'activeOps ',
  'freeKilobytes 500000',
];

/** Facts with some lines exchanged: `factsWith('hasBtf ')`. */
export const factsWith = (...changed: string[]) =>
  FACTS.map((line) => changed.find((other) => other.split(' ')[0] === line.split(' ')[0]) ?? line);

export const TYPES = { lines: ['struct task_struct {', '};'] };

/** A clang that compiles everything to something with a scheduler in it. */
function workingTools(folder: string): Tools {
  return createFakeTools({ clang: '/usr/bin/clang', ssh: '/usr/bin/ssh' }, ({ argv }) => {
    if (argv.includes('--version')) return { stdout: 'clang version 19.1.7\n' };
    if (argv.includes('--print-targets')) return { stdout: '    bpf    - BPF (host endian)\n' };
    const output = argv[argv.indexOf('-o') + 1];
    if (output?.startsWith(folder) === true) {
      mkdirSync(dirname(output), { recursive: true });
      writeFileSync(output, '.struct_ops.link');
    }
    return {};
  });
}

export interface Setting {
  readonly answers?: ScriptAnswers;
  readonly tools?: Tools;
  readonly env?: NodeJS.ProcessEnv;
  readonly keptLabs?: readonly string[];
  readonly stdin?: string;
  readonly tty?: boolean;
  readonly cwd?: string;
  /** Documentation pages of the installation, by file name. */
  readonly pages?: Readonly<Record<string, string>>;
  readonly connect?: (target: Target) => Outcome<Host>;
  /** What else of the hosts is there. */
  readonly hosts?: Partial<Hosts>;
  /** Given the abort of the running command line, as a signal would do it. */
  readonly whileRunning?: (abort: () => void, said: { stdout: string }) => void;
}

export interface Said {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly hosts: readonly FakeHost[];
  readonly disposed: boolean;
  /** What stands on standard output, as JSON. */
  readonly json: () => unknown;
}

export async function scxStudio(argv: readonly string[], setting: Setting = {}): Promise<Said> {
  const said = { stdout: '', stderr: '' };
  const hosts: FakeHost[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'scx-cli-'));
  installPages(folder, setting.pages ?? {});
  const controller = new AbortController();
  let disposed = false;
  const connect = (target: Target): Outcome<Host> => {
    if (setting.connect) return setting.connect(target);
    const host = createFakeHost(
      { facts: { lines: FACTS }, vmlinux: TYPES, ...setting.answers },
      target,
    );
    hosts.push(host);
    return ok(host);
  };
  const output = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => void (said[name] += text),
    isTty: setting.tty ?? false,
    columns: 80,
  });
  setting.whileRunning?.(() => {
    controller.abort();
  }, said);
  const status = await runCommandLine(argv, {
    stdout: output('stdout'),
    stderr: output('stderr'),
    env: setting.env ?? {},
    platform: 'linux',
    home: folder,
    cwd: setting.cwd ?? folder,
    installation: { folder, version: '1.2.3' },
    signal: controller.signal,
    programs: folder,
    readAnswer: null,
    readStdin: () => Promise.resolve(setting.stdin ?? ''),
    createParts: ({ cacheDir, log }) => ({
      context: {
        tools: setting.tools ?? workingTools(cacheDir),
        files: createFiles(),
        hosts: createFakeHosts({
          connect: (target) => Promise.resolve(connect(target)),
          visit: (target) => Promise.resolve(connect(target)),
          ...setting.hosts,
        }),
        cacheDir,
        templatesDir: TEMPLATES,
        log,
        who: 'me@here',
        version: '0.0.1',
      },
      labs: fakeLabs(setting.keptLabs ?? []),
      dispose: () => {
        disposed = true;
        return Promise.resolve();
      },
    }),
  });
  return { ...said, status, hosts, disposed, json: () => JSON.parse(said.stdout) as unknown };
}

function installPages(installation: string, pages: Readonly<Record<string, string>>): void {
  const folder = join(installation, 'media/findings');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(pages)) writeFileSync(join(folder, name), text);
}

function fakeLabs(kept: readonly string[]): Labs {
  return {
    boot: () => Promise.reject(new Error('no test of the command line boots a lab')),
    install: () => Promise.reject(new Error('no test of the command line installs a kernel')),
    kernels: () => Promise.resolve(ok([])),
    list: () => Promise.resolve(kept.map(fakeLab)),
    running: () => Promise.resolve(kept.map(fakeLab)),
    installed: () => Promise.resolve([]),
    end: () => Promise.resolve(),
    dispose: () => Promise.resolve(),
  };
}

function fakeLab(name: string): RunningLab {
  return {
    name,
    kernel: `${name}.1-cloud`,
    accelerator: 'tcg',
    pid: 1,
    sshArguments: ['-p', '1', 'root@127.0.0.1'],
    console: () => ['last words'],
    died: new Promise(() => undefined),
    stop: () => Promise.resolve(),
  };
}
