// Debian packages that parts of this project need. Plain Node: it runs before `npm ci`.
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * What each part needs. `programs` are looked for on systems without dpkg; a list in a list means
 * that any one of them will do.
 */
const GROUPS = {
  build: {
    why: 'to compile schedulers (clang for BPF, libbpf headers)',
    packages: ['clang-19', 'llvm-19', 'libbpf-dev', 'make'],
    programs: [['clang-19', 'clang'], ['llvm-strip-19', 'llvm-strip'], 'make'],
  },
  lab: {
    why: 'to run a virtual machine with a sched_ext kernel, and to reach it',
    packages: ['qemu-system-x86', 'openssh-client', 'xz-utils'],
    programs: ['qemu-system-x86_64', 'ssh', 'ssh-keygen', 'apt-get', 'dpkg-deb', 'xz'],
  },
  'lab-kernel-build': {
    why: 'to build the 6.12 lab kernel, once',
    packages: [
      ...['gcc', 'libc6-dev', 'make', 'flex', 'bison', 'bc', 'xz-utils'],
      ...['libelf-dev', 'libssl-dev', 'dwarves'],
    ],
    programs: ['apt-get', 'dpkg-deb', 'gcc', 'make', 'flex', 'bison', 'bc', 'pahole', 'xz'],
  },
  vscode: {
    why: 'to test in a real VS Code (a browser, and the compilers its server builds modules with)',
    packages: ['chromium', 'fonts-dejavu-core', 'g++', 'make', 'python3'],
    programs: [
      ['chromium', 'google-chrome', 'chromium-browser'],
      ['g++', 'c++'],
      'make',
      'python3',
    ],
  },
};

/**
 * Installs what the packages groups lack, after saying what and why. Resolves to the groups that do
 * not work afterwards, with what each lacks: `{}` means that everything is in place.
 *
 * @param {readonly string[]} groups names of GROUPS
 * @param {(line: string) => void} [say]
 * @returns {Promise<Record<string, string[]>>}
 */
export async function ensureDebianPackages(
  groups,
  say = (line) => process.stdout.write(line + '\n'),
) {
  for (const group of groups) if (!(group in GROUPS)) throw new Error(`unknown group ${group}`);
  if (!isDebian()) return reportOtherSystem(groups, say);
  const missing = missingPackages(groups);
  const names = [...new Set(Object.values(missing).flat())];
  if (names.length === 0) return {};
  say('Installing Debian packages (apt-get):');
  for (const [group, packages] of Object.entries(missing)) {
    say(`  ${packages.join(' ')}: ${GROUPS[group].why}`);
  }
  const become = rootPrefix();
  if (become === null) {
    say(
      'Could not install them: this user is not root, and sudo is not there or asks for a password',
    );
    say(
      `Run this as root, then try again: apt-get install --no-install-recommends ${names.join(' ')}`,
    );
    return missing;
  }
  const seconds = await install(become, names, say);
  const still = missingPackages(groups);
  if (Object.keys(still).length === 0) say(`Installed in ${seconds} s`);
  return still;
}

/** Packages of each group that are not installed; groups that lack nothing are left out. */
function missingPackages(groups) {
  const wanted = [...new Set(groups.flatMap((group) => GROUPS[group].packages))];
  const format = '${Package} ${db:Status-Status}\n';
  // A package that dpkg has never heard of makes the status 1; the others are listed all the same.
  const listed = spawnSync('dpkg-query', ['-W', '-f', format, ...wanted], { encoding: 'utf8' });
  const installed = new Set(
    (listed.stdout ?? '')
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
  return groupsLacking(groups, (group) =>
    GROUPS[group].packages.filter((name) => !installed.has(name)),
  );
}

/** @returns argv prefix that makes a command run as root, null when there is none */
function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  if (findProgram('sudo') === null) return null;
  if (spawnSync('sudo', ['-n', 'true']).status === 0) return ['sudo', '-n'];
  return process.stdin.isTTY ? ['sudo'] : null;
}

/** With the package lists as they are, and only when that fails with fresh ones. */
async function install(become, names, say) {
  const start = Date.now();
  const apt = [...become, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', '-y'];
  const command = [...apt, '--no-install-recommends', 'install', ...names];
  let done = await run(command);
  if (done.status !== 0) {
    say('Reading package lists (apt-get update)');
    await run([...apt, 'update']);
    done = await run(command);
  }
  if (done.status !== 0) {
    say('Could not install them: apt-get failed. It said:');
    for (const line of done.output.trim().split('\n').slice(-15)) say(`  ${line}`);
  }
  return Math.round((Date.now() - start) / 1000);
}

/** Its output is worth reading only when it fails; sudo may ask for a password. */
function run([file, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: ['inherit', 'pipe', 'pipe'] });
    let output = '';
    const keep = (data) => (output = (output + data).slice(-20_000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ status: null, output: error.message }));
    child.on('close', (status) => resolve({ status, output }));
  });
}

/** Not Debian: nothing is installed; says which parts work, and what the others lack. */
function reportOtherSystem(groups, say) {
  const lacking = groupsLacking(groups, (group) =>
    GROUPS[group].programs
      .map((choice) => [choice].flat())
      .filter((choice) => choice.every((name) => findProgram(name) === null))
      .map((choice) => choice.join(' or ')),
  );
  if (Object.keys(lacking).length === 0) return lacking;
  say('This system is not Debian: its packages are yours to install.');
  for (const group of groups) {
    const missing = lacking[group];
    const state = missing ? `does not work, missing: ${missing.join(', ')}` : 'works';
    say(`  ${group} (${GROUPS[group].why}): ${state}`);
  }
  return lacking;
}

function groupsLacking(groups, lackOf) {
  const lacks = groups.map((group) => [group, lackOf(group)]);
  return Object.fromEntries(lacks.filter(([, lack]) => lack.length > 0));
}

/** Debian itself: derivatives have other package names and other kernels. */
function isDebian() {
  try {
    return /^ID=["']?debian["']?$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

function findProgram(name) {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  for (const path of folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))) {
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}
