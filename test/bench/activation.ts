import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../lab/lab-target';
import { median, type Measurement } from './measurement';

const ROUNDS = 9;
const ALLOWED_MS = 50;
const ALLOWED_KB = 600;
const BUNDLE = join(REPOSITORY, 'dist/extension.js');

/**
 * Loads the bundle and activates it in a fresh Node, with a `vscode` that takes every call at once:
 * what is left is our own code. Processor time, so that other work on the machine does not count.
 */
const PROGRAM = `
const Module = require('node:module');
const vscode = new Proxy(function () {}, {
  get: (target, key) => (key === Symbol.toPrimitive ? () => '' : key === Symbol.iterator ? function* () {} : key === 'then' ? undefined : vscode),
  apply: () => vscode,
  construct: () => vscode,
  set: () => true,
});
const load = Module._load;
// The bundle copies the module's own properties and inherits the rest: so all are inherited here.
const imported = Object.create(vscode);
Module._load = (name, ...rest) => (name === 'vscode' ? imported : load(name, ...rest));
const start = process.cpuUsage();
require(process.argv[1]).activate(vscode);
const { user, system } = process.cpuUsage(start);
console.log((user + system) / 1000);
process.exit(0);
`;

export function activation(): readonly Measurement[] {
  const times = Array.from({ length: ROUNDS }, () =>
    Number(execFileSync(process.execPath, ['-e', PROGRAM, BUNDLE], { encoding: 'utf8' })),
  );
  return [
    {
      name: 'activation, own code',
      value: median(times),
      unit: 'ms',
      reference: ALLOWED_MS,
      referenceName: 'bound',
      allowed: 1,
    },
    {
      name: 'extension host bundle',
      value: statSync(BUNDLE).size / 1000,
      unit: 'KB',
      reference: ALLOWED_KB,
      referenceName: 'bound',
      allowed: 1,
    },
  ];
}
