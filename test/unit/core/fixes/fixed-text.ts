import { finding, type Finding } from '../../../../extension/core/findings/finding';
import { applyEdits } from '../../../../extension/core/fixes/fix';
import { fixOf } from '../../../../extension/core/fixes/fixes';

const LEAVES_NO_MARK = /[ \t]*\/\* (?:here|taken) \*\//g;

interface Refused {
  readonly code: string;
  readonly message: string;
  readonly statement?: string;
  readonly program?: string;
  /** What is said of the line marked `taken`. */
  readonly taken?: string;
}

/** A finding about the line that is marked `here`. */
export function refusedAt(text: string, refused: Refused): Finding {
  const { taken = '', ...parts } = refused;
  const lineOf = (mark: string) =>
    text.split('\n').findIndex((line) => line.includes(`/* ${mark} */`)) + 1 || null;
  const origin = lineOf('taken');
  const related = { file: 'x.bpf.c', line: origin, column: null, message: taken };
  return finding({
    severity: 'error',
    file: 'x.bpf.c',
    line: lineOf('here'),
    related: origin === null ? [] : [related],
    ...parts,
  });
}

/** The text after its fix, without the marks; null where there is no fix. */
export function fixedText(text: string, refused: Refused): string | null {
  const fix = fixOf(refusedAt(text, refused), text);
  return fix && applyEdits(text, fix.edits).replaceAll(LEAVES_NO_MARK, '');
}

/** Lines of a function's body, in a program that returns nothing. */
export function program(...lines: string[]): string {
  return inFunction('void BPF_STRUCT_OPS(own_running, struct task_struct *p)', ...lines);
}

export function inFunction(head: string, ...lines: string[]): string {
  return [
    '#include <scx/common.bpf.h>',
    head,
    '{',
    ...lines.map((line) => (line === '' ? '' : `\t${line}`)),
    '}',
    '',
  ].join('\n');
}
