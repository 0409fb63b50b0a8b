/**
 * Packages of the machine's own Debian mirror without root, and without touching the system's apt:
 * sources, lists, cache and package state are in a folder of ours. No host name stands here; the
 * mirror is the one that the machine is configured for.
 */
import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failed, ok, type Outcome, type Problem } from '../../core/findings/problem';
import { debianMirrors, INDEX_TARGET_FORMAT } from './debian-mirror';
import { runStep, type Doing, type LabContext, type LabStep } from './lab-context';

/** Package files are for x86_64 guests, whatever the machine is. */
const ARCHITECTURE = 'amd64';
const DEBIAN_KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

export interface PrivateApt {
  /** Names of all packages of the suites. */
  packageNames(step: LabStep): Promise<Outcome<string[]>>;
  /** Newest version of a package, null when there is none. */
  versionOf(name: string, step: LabStep): Promise<Outcome<string | null>>;
  /** `wanted` and every package they need, as `name=version`. */
  closure(wanted: readonly string[], step: LabStep): Promise<Outcome<string[]>>;
  /** Puts the package files into `into` (an existing folder). */
  download(packages: readonly string[], into: string, step: LabStep): Promise<Outcome<string>>;
}

const NO_MIRROR: Problem = {
  kind: 'tool',
  code: 'lab-no-debian-mirror',
  message: 'Could not find a Debian mirror in the package sources of this machine',
  nextStep:
    'Name a kernel image that you have (target lab:/path/to/bzImage), or use an SSH host as target.',
  detail: '',
};

const FETCHING = {
  code: 'lab-download-failed',
  nextStep: 'Check that "apt-get update" works on this machine, then try again.',
} as const;

/** Reads the lists of `suites` from the first configured mirror that has them. */
export async function openPrivateApt(
  context: LabContext,
  name: string,
  suites: readonly string[],
  step: LabStep,
): Promise<Outcome<PrivateApt>> {
  const mirrors = await configuredMirrors(context, step);
  if (mirrors.kind !== 'ok') return mirrors;
  const root = join(context.folder, 'apt', name);
  let last: Outcome<PrivateApt> = failed(NO_MIRROR);
  for (const mirror of mirrors.value) {
    await prepareFolder(root, mirror, suites);
    step.onProgress?.(`Reading package lists of ${suites.join(', ')}`);
    const doing = {
      ...FETCHING,
      doing: `read the package lists of ${suites.join(', ')} from ${mirror}`,
    };
    const argv = ['apt-get', ...optionsOf(root), '-q', 'update'] as const;
    const updated = await runStep(context, [...argv], doing, step);
    if (updated.kind === 'ok') return ok(privateApt(context, root));
    last = updated;
    if (updated.kind === 'cancelled') break;
  }
  return last;
}

async function configuredMirrors(context: LabContext, step: LabStep): Promise<Outcome<string[]>> {
  if ((await context.tools.find(['apt-get'])) === null) return failed(NO_MIRROR);
  const ask = ['apt-get', 'indextargets', '--format', INDEX_TARGET_FORMAT] as const;
  const doing = { ...FETCHING, doing: 'list the package sources of this machine' };
  // With release information apt knows whose archive it is, but lists only what was downloaded.
  const known = await runStep(context, [...ask], doing, step);
  if (known.kind !== 'ok') return known;
  const mirrors = debianMirrors(known.value);
  if (mirrors.length > 0) return ok(mirrors);
  const all = await runStep(context, [...ask, '--no-release-info'], doing, step);
  return all.kind === 'ok' ? ok(debianMirrors(all.value)) : all;
}

async function prepareFolder(
  root: string,
  mirror: string,
  suites: readonly string[],
): Promise<void> {
  await mkdir(join(root, 'state', 'lists', 'partial'), { recursive: true });
  await mkdir(join(root, 'cache', 'archives', 'partial'), { recursive: true });
  const signed = await access(DEBIAN_KEYRING).then(
    () => ` signed-by=${DEBIAN_KEYRING}`,
    () => '',
  );
  const lines = suites.map(
    (suite) => `deb [arch=${ARCHITECTURE}${signed}] ${mirror} ${suite} main\n`,
  );
  await writeFile(join(root, 'sources.list'), lines.join(''));
  await writeFile(join(root, 'status'), '');
}

/** An empty package state: what is installed on the machine does not matter. */
function optionsOf(root: string): string[] {
  return Object.entries({
    'Dir::Etc::sourcelist': join(root, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null',
    'Dir::Etc::preferences': '/dev/null',
    'Dir::State': join(root, 'state'),
    'Dir::State::status': join(root, 'status'),
    'Dir::Cache': join(root, 'cache'),
    'APT::Architecture': ARCHITECTURE,
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '2',
  }).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
}

function privateApt(context: LabContext, root: string): PrivateApt {
  const options = optionsOf(root);
  const reading: Doing = { ...FETCHING, doing: 'read the package lists' };
  return {
    async packageNames(step) {
      const names = await runStep(context, ['apt-cache', ...options, 'pkgnames'], reading, step);
      return names.kind === 'ok' ? ok(linesOf(names.value)) : names;
    },
    async versionOf(name, step) {
      const rows = await runStep(
        context,
        ['apt-cache', ...options, 'madison', name],
        reading,
        step,
      );
      return rows.kind === 'ok' ? ok(rows.value.split('|')[1]?.trim() ?? null) : rows;
    },
    async closure(wanted, step) {
      const argv = ['apt-get', ...options, '-s', '--no-install-recommends', 'install'] as const;
      const plan = await runStep(context, [...argv, ...wanted], reading, step);
      return plan.kind === 'ok' ? ok(plannedPackages(plan.value)) : plan;
    },
    download(packages, into, step) {
      const doing = { ...FETCHING, doing: `download ${packages.join(', ')}` };
      const argv = ['apt-get', ...options, '-q', 'download', ...packages] as const;
      return runStep(context, [...argv], doing, { ...step, cwd: into });
    },
  };
}

/** `Inst libc6 (2.36-9 Debian:12.15/oldstable [amd64])` lines of a simulated installation. */
export function plannedPackages(simulation: string): string[] {
  return linesOf(simulation).flatMap((line) => {
    const [, name, version] = /^Inst (\S+) \((\S+) /.exec(line) ?? [];
    return name === undefined || version === undefined ? [] : [`${name}=${version}`];
  });
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
