import type { Finding } from '../findings/finding';
import type { ProgramLog } from './log/program-log';

/** A refusal without an error line: what the error number says of it. */
export function unexplainedRefusal(
  error: string,
  complete: boolean,
  log: ProgramLog,
): Pick<Finding, 'code' | 'message'> {
  if (/E2BIG|argument list too long|-7$/i.test(error) && (log.statistics.instructions ?? 0) === 0)
    return {
      code: 'verifier/too-complex',
      message: 'This program has more instructions than the kernel takes',
    };
  if (/524|operation not supported/i.test(error))
    return {
      code: 'verifier/unsupported',
      message: 'The kernel can not compile this program for its CPU, or lacks a part that it needs',
    };
  if (/EPERM|operation not permitted|-1$/i.test(error) && log.isEmpty)
    return {
      code: 'verifier/permission',
      message: 'The target does not allow to load BPF programs',
    };
  if (!log.isEmpty && (!complete || !log.isComplete))
    return {
      code: 'verifier/truncated-log',
      message: 'The verifier refused this program, but its log ends before it says why',
    };
  return { code: 'verifier/other', message: `The kernel refused this program: ${error}` };
}
