// What is bundled from where, and how big each bundle may become. A bundle that outgrows its ceiling
// fails the build: either it imports something by accident, or the ceiling is raised on purpose here.
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { REPOSITORY } from '../setup/repository.mjs';

export const OUTPUT_DIR = 'dist';

/** The shell script that ssh starts in place of a terminal; it finds askpass.js beside it. */
export const ASKPASS_SHIM = 'extension/hosts/ssh/askpass/askpass.sh';

/** The icon font that webviews link to. */
export const CODICONS = ['codicon.css', 'codicon.ttf'];

const KILOBYTE = 1000;

const node = { platform: 'node', format: 'cjs', target: 'node20' };
/** Chromium of the oldest VS Code that package.json admits (engines.vscode). */
const browser = { platform: 'browser', format: 'iife', target: 'chrome132' };

/** The library that talks to the language server; as large as everything else in the host. */
const LANGUAGE_CLIENT = 'vscode-languageclient/node';

/**
 * Leaves what is imported when it is first needed to bundles of their own: the language client when the first
 * scheduler is opened, hosts when the first step runs.
 */
const APART = { [LANGUAGE_CLIENT]: './language-client.js', './hosts': './hosts.js' };
const readWhenNeeded = {
  name: 'read-when-needed',
  setup: (build) =>
    build.onResolve({ filter: /^(?:vscode-languageclient\/node|\.\/hosts)$/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path: APART[path], external: true } : undefined,
    ),
};

/** The command line is a program: its banner names node, and this sets the mode that shells look for. */
const executable = {
  name: 'executable',
  setup: (build) =>
    build.onEnd(async ({ metafile }) => {
      if (metafile === undefined) return;
      const file = Object.keys(metafile.outputs).find((output) => output.endsWith('.js'));
      await chmod(join(REPOSITORY, file), 0o755);
    }),
};

/** `ceiling`: bytes of the minified JavaScript, without maps. */
export const BUNDLES = [
  {
    name: 'extension',
    entry: 'extension/extension.ts',
    ceiling: 500 * KILOBYTE,
    options: {
      ...node,
      external: ['vscode'],
      plugins: [readWhenNeeded],
      supported: { 'dynamic-import': false }, // as `require`: the other bundle is CommonJS too
    },
  },
  {
    name: 'language-client',
    entry: LANGUAGE_CLIENT,
    ceiling: 400 * KILOBYTE,
    options: { ...node, external: ['vscode'] },
  },
  {
    name: 'hosts',
    entry: 'extension/hosts/index.ts',
    ceiling: 300 * KILOBYTE,
    options: node,
  },
  {
    name: 'language-server',
    entry: 'extension/language-server/main.ts',
    ceiling: 400 * KILOBYTE,
    options: node,
  },
  {
    name: 'askpass',
    entry: 'extension/hosts/ssh/askpass/main.ts',
    ceiling: 10 * KILOBYTE,
    options: node,
  },
  {
    name: 'cli',
    entry: 'extension/cli/main.ts',
    ceiling: 620 * KILOBYTE,
    options: { ...node, banner: { js: '#!/usr/bin/env node' }, plugins: [executable] },
  },
  {
    name: 'webviews/status',
    entry: 'extension/webviews/status/main.ts',
    ceiling: 150 * KILOBYTE,
    options: browser,
  },
  {
    name: 'webviews/doctor',
    entry: 'extension/webviews/doctor/main.ts',
    ceiling: 150 * KILOBYTE,
    options: browser,
  },
  {
    name: 'webviews/verify-matrix',
    entry: 'extension/webviews/verify-matrix/main.ts',
    ceiling: 150 * KILOBYTE,
    options: browser,
  },
  {
    name: 'webviews/exit-report',
    entry: 'extension/webviews/exit-report/main.ts',
    ceiling: 150 * KILOBYTE,
    options: browser,
  },
  {
    name: 'webviews/gallery',
    entry: 'extension/webviews/gallery/main.ts',
    ceiling: 150 * KILOBYTE,
    options: browser,
  },
  {
    name: 'webviews/kernel-log',
    entry: 'extension/webviews/kernel-log/main.ts',
    ceiling: 150 * KILOBYTE,
    options: browser,
  },
];
