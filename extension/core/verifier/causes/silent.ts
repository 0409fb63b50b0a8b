import type { KnownCause } from './index';

/** A store that the kernel refused without a word. */
export const SILENT_WRITE: KnownCause = {
  cause: {
    code: 'read-only-write',
    when: /$^/,
    message: '',
    named: '`$name` can not be written',
    explanation:
      'The verifier stopped at this write without saying why, which it does for fields that the kernel does not offer to schedulers.',
    suggestion:
      'Of a task only p->scx.slice, p->scx.dsq_vtime and, in init_task, p->scx.disallow are written. Keep own values in task storage.',
  },
  message: 'This field of a kernel struct can not be written',
  weight: 2,
  groups: [],
  line: '',
};
