import { finding, type Finding } from '../findings/finding';
import { OBJECT_ROWS } from './libbpf-rows/object';
import { TARGET_ROWS } from './libbpf-rows/target';

const ROWS = [...OBJECT_ROWS, ...TARGET_ROWS];

/**
 * A finding for one line of libbpf or bpftool; null when it is only information. `callerOf` names the
 * program that calls a kernel function.
 */
export function libbpfFinding(
  raw: string,
  line: string,
  callerOf: (name: string) => string | null,
): Finding | null {
  for (const row of ROWS) {
    const groups = row.when.exec(line);
    if (!groups) continue;
    return finding({
      code: row.code,
      severity: 'error',
      message: row.message.replaceAll(/\$(\d)/g, (_, index: string) => groups[Number(index)] ?? ''),
      program: /prog '(.*?)'/.exec(line)?.[1] ?? callerOf(groups[1] ?? ''),
      explanation: row.explanation,
      suggestion: row.suggestion,
      statement: raw,
      raw: [raw],
    });
  }
  return null;
}
