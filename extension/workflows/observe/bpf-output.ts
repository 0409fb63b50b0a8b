import { createOutputReader } from '../../core/bpf-output/output-reader';
import type { PrintedLine } from '../../core/bpf-output/trace-line';
import { failed } from '../../core/findings/problem';
import type { Host } from '../../hosts/api';
import type { Following } from './kernel-log';

export interface OutputFollower {
  /** What is in the kernel's buffer comes first. */
  readonly history: boolean;
  /** `lost`: how many lines before this one the kernel had no room for. */
  readonly onLine: (line: PrintedLine, lost: number) => void;
  /** Before the first line: names the boot of the target. */
  readonly onBoot?: (id: string) => void;
  /** All that was there has come. */
  readonly onLive?: () => void;
}

/** Code of the problem that a kernel has no way to read what BPF programs print. */
export const OUTPUT_REFUSED = 'bpf-output-refused';

/**
 * Follows what BPF programs print with bpf_printk(), through an instance of tracefs of its own: other
 * readers of the kernel's trace_pipe lose nothing.
 */
export function followBpfOutput(host: Host, follower: OutputFollower): Following {
  const reader = createOutputReader();
  let lost = 0;
  let refusal: string | null = null;
  let isEnded = false;
  const session = host.start(
    'bpf-output',
    (text) => {
      const item = reader.push(text);
      if (item?.kind === 'refused') refusal = item.words;
      if (item?.kind === 'boot') follower.onBoot?.(item.id);
      if (item?.kind === 'live') follower.onLive?.();
      if (item?.kind === 'lost') lost += item.count;
      // The target may say more before it knows that nobody listens.
      if (isEnded || item?.kind !== 'line' || (item.isHistory && !follower.history)) return;
      follower.onLine(item.line, lost);
      lost = 0;
    },
    { privileged: true },
  );
  const done = session.done.then((outcome) =>
    refusal === null || outcome.kind !== 'ok' ? outcome : refused(host, refusal),
  );
  return {
    done,
    end: () => {
      isEnded = true;
      session.end();
    },
  };
}

function refused({ target }: Host, words: string) {
  return failed({
    kind: 'target',
    code: OUTPUT_REFUSED,
    message: `Could not read what BPF programs print on ${target.id}: ${words}`,
    nextStep: 'Look at the target: ls /sys/kernel/tracing/instances, as root.',
    detail: words,
  });
}
