import { finding, type Finding } from '../../core/findings/finding';
import type { Problem } from '../../core/findings/problem';
import type { Exit } from '../../hosts/api';

export function noSource(source: string): Problem {
  return {
    kind: 'usage',
    code: 'no-source',
    message: `Could not build ${source}: there is no such file`,
    nextStep: 'Name a .bpf.c file; "scx-studio new" makes one.',
    detail: '',
  };
}

export function emptySource(source: string): Finding {
  return finding({
    code: 'build/empty-source',
    severity: 'error',
    message: 'This file is empty: there is no scheduler in it',
    file: source,
    line: 1,
    suggestion: 'Run "SCX: New Scheduler" for one that works, and start from there.',
  });
}

export function noScheduler(source: string): Finding {
  return finding({
    code: 'build/no-scheduler',
    severity: 'error',
    message: 'This file compiles, but there is no scheduler in it: no sched_ext_ops is defined',
    file: source,
    line: 1,
    explanation:
      'The kernel loads a scheduler from a struct sched_ext_ops in a section .struct_ops or .struct_ops.link.',
    suggestion:
      'Define one at the end of the file: SCX_OPS_DEFINE(name_ops, .enqueue = …, .name = "name");',
  });
}

export function unexplained(source: string, exit: Exit): Finding {
  const how = exit.exitCode === null ? 'was ended by a signal' : `exited ${exit.exitCode}`;
  return finding({
    code: 'clang/failed',
    severity: 'error',
    message: `clang ${how} and named no error`,
    file: source,
    line: 1,
    raw: exit.stderr.trimEnd().split('\n'),
  });
}
