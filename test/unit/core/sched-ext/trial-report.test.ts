import { describe, expect, it } from 'vitest';
import { finding } from '../../../../extension/core/findings/finding';
import { trialReport, type TrialReport } from '../../../../extension/core/sched-ext/trial-report';
import { sampleOf } from '../../../fakes/samples';

const REPORT: TrialReport = {
  ops: 'minimal',
  source: '/home/me/a b/minimal.bpf.c',
  target: 'lab:6.18',
  kernel: '6.18.15',
  wantedSeconds: 30,
  seconds: 30.21,
  end: { kind: 'trial', findings: [], log: '' },
  last: null,
  mostTasks: null,
};

describe('the report of a trial', () => {
  it('says that it ran its time, and what was counted', () => {
    const text = trialReport({
      ...REPORT,
      mostTasks: 61,
      last: sampleOf({
        timeMs: 1,
        state: 'enabled',
        ops: 'minimal',
        enableSeq: 1,
        switchAll: true,
        nrRejected: 2,
        extTasks: 60,
        events: new Map([
          ['SCX_EV_A', 1234],
          ['SCX_EV_NEVER', 0],
        ]),
      }),
    });
    expect(text).toContain('**It ran its time**, the kernel had nothing to say against it');
    expect(text).toContain('| ran | 30.2 s of 30 s |');
    expect(text).toContain('| tasks in the ext class, at most | 61 |');
    expect(text).toContain('| tasks rejected | 2 |');
    expect(text).toContain('| `SCX_EV_A` | 1,234 |');
    expect(text).not.toContain('NEVER');
  });

  it('says why it ended early', () => {
    const stall = finding({
      code: 'run/stall',
      severity: 'error',
      message: 'sh[1] waited',
      raw: [],
    });
    const ended = trialReport({
      ...REPORT,
      end: { kind: 'ended', findings: [stall], log: 'sched_ext: disabled\n' },
    });
    expect(ended).toContain('threw `minimal` out');
    expect(ended).toContain('error: sh[1] waited [run/stall]');
    const problem = {
      kind: 'target',
      code: 'x',
      message: 'Lost',
      nextStep: 'Go',
      detail: '',
    } as const;
    expect(trialReport({ ...REPORT, end: { kind: 'lost', problem } })).toContain('Lost. Go');
  });

  it('shows what a target says as text, and nothing of it as Markdown', () => {
    const log = '```\n[click](command:scx.unload) <img src=x>\n````\n';
    const text = trialReport({
      ...REPORT,
      ops: 'a`|<img src=x>',
      end: { kind: 'trial', findings: [], log },
    });
    expect(text).toContain(`\`\`\`\`\`text\n${log}\`\`\`\`\``);
    expect(text).toContain('# Trial of `a  <img src=x>`');
  });
});
