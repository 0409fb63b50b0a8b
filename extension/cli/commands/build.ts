import { resolve } from 'node:path';
import { ok } from '../../core/findings/problem';
import { BUILD_OPTIONS, buildForTarget } from '../built-scheduler';
import type { Command, Invocation } from '../command';
import { EXIT, statusOfFindings } from '../exit-status';
import { countFindings, shortPath, showFindings } from '../output/findings';
import { findingJson } from '../output/verdict-json';

export const build: Command = {
  name: 'build',
  summary: "Compile a scheduler for the target's kernel",
  description: [
    '',
    'FILE is a .bpf.c, or a folder that has one; without it the current folder is taken.',
    "The kernel's types come from the target itself, once for every kernel build.",
  ],
  operands: ['[FILE]'],
  options: {
    ...BUILD_OPTIONS,
    output: { short: 'o', value: 'FILE', help: 'copy the object there' },
  },
  run: runBuild,
};

async function runBuild(invocation: Invocation) {
  const built = await buildForTarget(invocation);
  if (built.kind !== 'ok') return built;
  const { terminal, cwd, context } = invocation;
  const { object, findings } = built.value;
  const output = invocation.arguments.text('output');
  const path =
    object !== null && output !== null ? resolve(cwd, output) : (object?.strippedPath ?? null);
  const bytes =
    object !== null && output !== null ? await context.files.readBytes(object.strippedPath) : null;
  if (bytes !== null && path !== null) await context.files.write(path, bytes);
  if (terminal.json) {
    terminal.printJson({ object: path, findings: findings.map(findingJson) });
  } else {
    showFindings(terminal, findings, cwd);
    const result = path === null ? 'Not built' : `Built ${shortPath(path, cwd)}`;
    terminal.print([`${result}: ${countFindings(findings)}`]);
  }
  return ok(object === null ? EXIT.findings : statusOfFindings(findings));
}
