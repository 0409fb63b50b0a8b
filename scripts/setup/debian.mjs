// Debian packages that parts of this project need. Nothing from npm here: it may not be there yet.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { announce, capture, SetupError } from './command.mjs';

/**
 * What each part needs. `programs` are looked for on systems without dpkg; a list in the list means
 * that any one of them will do.
 */
const GROUPS = {
  build: {
    why: 'compile schedulers (clang for BPF, libbpf headers)',
    packages: ['clang-19', 'llvm-19', 'libbpf-dev', 'make'],
    programs: [['clang-19', 'clang'], ['llvm-strip-19', 'llvm-strip'], 'make'],
  },
  lab: {
    why: 'run a virtual machine with a sched_ext kernel, and reach it',
    packages: ['qemu-system-x86', 'openssh-client', 'xz-utils'],
    programs: ['qemu-system-x86_64', 'ssh', 'ssh-keygen', 'apt-get', 'dpkg-deb', 'xz'],
  },
  'other-shells': {
    why: 'test targets whose login shell is not a POSIX one',
    packages: ['fish', 'tcsh', 'csh', 'busybox'],
    programs: ['fish', 'tcsh'],
  },
  sshd: {
    why: 'test against a real sshd on loopback, with users and passwords of its own',
    packages: ['openssh-server', 'sudo', 'openssl', 'util-linux', 'libpam-oath'],
    programs: ['ssh', 'sudo', 'openssl', 'unshare'],
  },
  'other-interpreters': {
    why: 'test what a target without setpriv does',
    packages: ['perl-base', 'python3'],
    programs: ['perl', 'python3'],
  },
  'lab-kernel-build': {
    why: 'build the 6.12 lab kernel, once',
    packages: [
      ...['gcc', 'libc6-dev', 'make', 'flex', 'bison', 'bc', 'xz-utils'],
      ...['libelf-dev', 'libssl-dev', 'dwarves'],
    ],
    programs: ['apt-get', 'dpkg-deb', 'gcc', 'make', 'flex', 'bison', 'bc', 'pahole', 'xz'],
  },
  'loader-build': {
    why: 'build the program that loads a scheduler in tests',
    packages: ['gcc', 'libc6-dev', 'libbpf-dev', 'libelf-dev', 'zlib1g-dev'],
    programs: ['gcc'],
  },
  rust: {
    why: 'build the Rust program that loads a scheduler in tests',
    packages: ['cargo-web', 'rustc-web', 'gcc', 'libc6-dev'],
    programs: ['cargo', 'rustc', 'gcc', 'apt-get', 'dpkg-deb'],
  },
  browser: {
    why: 'run tests in a real browser',
    packages: ['chromium', 'fonts-dejavu-core'],
    programs: [['chromium', 'google-chrome', 'chromium-browser']],
  },
  'vscode-server': {
    why: 'install a VS Code server from npm, which compiles modules of its own',
    packages: ['g++', 'make', 'python3'],
    programs: [['g++', 'c++'], 'make', 'python3'],
  },
};

/**
 * Installs what the packages of these groups lack, after saying what and why. A SetupError says what
 * is missing when that does not work; on other systems than Debian nothing is ever installed.
 *
 * @param {readonly string[]} groups names of GROUPS
 */
export async function ensureDebianPackages(groups) {
  for (const group of groups) if (!(group in GROUPS)) throw new Error(`unknown group ${group}`);
  const reason = whyNotDebian(groups);
  if (reason !== null) throw new SetupError(`Could not set up ${groups.join(', ')}: ${reason}`);
  if (!isDebian()) return;
  const missing = missingPackages(groups);
  const names = [...new Set(Object.values(missing).flat())];
  if (names.length === 0) return;
  for (const [group, packages] of Object.entries(missing)) {
    announce(`Debian packages, to ${GROUPS[group].why}: ${packages.join(' ')}`);
  }
  await install(rootPrefix(names), names);
}

/**
 * Why these groups can't work here: null on Debian, where they are installed, and on another system
 * that has all their programs. Names the parts that work and what each of the others lacks.
 *
 * @param {readonly string[]} [groups]
 * @returns {string | null}
 */
export function whyNotDebian(groups = Object.keys(GROUPS)) {
  if (isDebian()) return null;
  const lacking = groupsLacking(groups, missingPrograms);
  if (Object.keys(lacking).length === 0) return null;
  const works = groups.filter((group) => !(group in lacking));
  const parts = Object.entries(lacking).map(
    ([group, programs]) => `${group} lacks ${programs.join(', ')}`,
  );
  const working = works.length === 0 ? '' : `; what works: ${works.join(', ')}`;
  return `this system is not Debian, whose packages are installed by themselves: ${parts.join('; ')}${working}`;
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

/** What makes a command run as root. */
function rootPrefix(names) {
  if (process.getuid?.() === 0) return [];
  if (findProgram('sudo') !== null) {
    if (spawnSync('sudo', ['-n', 'true']).status === 0) return ['sudo', '-n'];
    // The password is asked for here; the commands themselves run with their input closed.
    if (process.stdin.isTTY && spawnSync('sudo', ['-v'], { stdio: 'inherit' }).status === 0) {
      return ['sudo'];
    }
  }
  throw new SetupError(
    'Could not install Debian packages: this user is not root and cannot use sudo.\n' +
      `Run as root: apt-get install --no-install-recommends ${names.join(' ')}`,
  );
}

/**
 * With the package lists as they are, and with fresh ones when that fails. What is installed stays: a
 * compiler that a package would take the place of is the user's.
 */
async function install(become, names) {
  const apt = [...become, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', '-y'];
  const command = [...apt, '--no-install-recommends', '--no-remove', 'install', ...names];
  const next = 'Check that "apt-get update" works on this machine, then try again.';
  const doing = 'install Debian packages';
  try {
    await capture(command, { doing });
  } catch {
    announce('Debian package lists are read again (apt-get update)');
    await capture([...apt, 'update'], { doing: 'read the Debian package lists', next });
    await capture(command, { doing, next });
  }
}

/** On systems without dpkg: what is not on PATH, `a or b` where either would do. */
function missingPrograms(group) {
  return GROUPS[group].programs
    .map((choice) => [choice].flat())
    .filter((choice) => choice.every((name) => findProgram(name) === null))
    .map((choice) => choice.join(' or '));
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
