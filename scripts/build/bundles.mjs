// What is bundled from where, and how big each bundle may become. A bundle that outgrows its ceiling
// fails the build: either it imports something by accident, or the ceiling is raised on purpose here.
export const OUTPUT_DIR = 'dist';

/** The icon font that webviews link to. */
export const CODICONS = ['codicon.css', 'codicon.ttf'];

const KILOBYTE = 1000;

const node = { platform: 'node', format: 'cjs', target: 'node20' };
/** Chromium of the oldest VS Code that package.json admits (engines.vscode). */
const browser = { platform: 'browser', format: 'iife', target: 'chrome132' };

/** `ceiling`: bytes of the minified JavaScript, without maps. */
export const BUNDLES = [
  {
    name: 'extension',
    entry: 'extension/extension.ts',
    ceiling: 600 * KILOBYTE,
    options: { ...node, external: ['vscode'] },
  },
  {
    name: 'language-server',
    entry: 'extension/language-server/main.ts',
    ceiling: 400 * KILOBYTE,
    options: node,
  },
  {
    name: 'cli',
    entry: 'extension/cli/main.ts',
    ceiling: 500 * KILOBYTE,
    program: true,
    options: { ...node, banner: { js: '#!/usr/bin/env node' } },
  },
  {
    name: 'webviews/status',
    entry: 'extension/webviews/status/main.ts',
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
