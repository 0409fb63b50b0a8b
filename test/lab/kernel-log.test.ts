/** The kernel log and what BPF programs print, from a real kernel: one lab, and what is bad in them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printedBy, printFormats } from '../../extension/core/bpf-output/print-formats';
import type { PrintedLine } from '../../extension/core/bpf-output/trace-line';
import { recognise } from '../../extension/core/kernel-log/sched-ext-event';
import type { Host } from '../../extension/hosts/api';
import { loadScheduler } from '../../extension/workflows/load/load';
import { followBpfOutput } from '../../extension/workflows/observe/bpf-output';
import { EndNews } from '../../extension/workflows/observe/end-news';
import { EndWatch } from '../../extension/workflows/observe/end-watch';
import { followKernelLog, type Following } from '../../extension/workflows/observe/kernel-log';
import { LogCursor } from '../../extension/workflows/observe/log-cursor';
import { READERS } from './kmsg-readers';
import { openLab, until, valueOf, type LabTarget } from './lab-target';

const BOOT_MS = 150_000;
const FLOOD = 12_000;
const TALKS = `#include <scx/common.bpf.h>

char _license[] SEC("license") = "GPL";

u64 woken;

s32 BPF_STRUCT_OPS(talks_select_cpu, struct task_struct *p, s32 prev_cpu, u64 wake_flags)
{
	if (__sync_fetch_and_add(&woken, 1) % 4 == 0)
		bpf_printk("woke %s on %d", p->comm, prev_cpu);
	return prev_cpu;
}

SCX_OPS_DEFINE(talks_ops,
	       .select_cpu = (void *)talks_select_cpu,
	       .name = "talks");
`;
/** No word of the kernel's own: its watchdog of clocks says "cs_last". */
const LAST = 'scx-last-record';

let lab: LabTarget;
beforeAll(async () => {
  lab = await openLab('6.12');
}, BOOT_MS);
afterAll(() => lab.close());

interface Seen {
  readonly text: string;
  readonly lost: number;
}

function follow(cursor = new LogCursor()): { readonly seen: Seen[]; readonly log: Following } {
  const seen: Seen[] = [];
  const log = followKernelLog(lab.host, {
    cursor,
    history: true,
    onRecord: ({ text }, lost) => seen.push({ text, lost }),
  });
  return { seen, log };
}

const hasText = (seen: readonly Seen[], text: string) =>
  until(
    () => Promise.resolve(seen),
    (all) => all.some((one) => one.text.includes(text)),
  );
const end = async (following: Following) => {
  following.end();
  expect(await following.done).toMatchObject({ kind: 'ok' });
};

describe('the kernel log', () => {
  it('comes with its history, whatever is in it, and goes on', async () => {
    const { seen, log } = follow();
    await hasText(seen, 'Linux version');
    await lab.shell(
      String.raw`printf '<4>bad \377\376 \033[31m<b>html</b> Gr\303\274\303\237e' >/dev/kmsg`,
    );
    await lab.shell(`head -c 900 /dev/zero | tr '\\0' x >/dev/kmsg; echo ${LAST} >/dev/kmsg`);
    await hasText(seen, LAST);
    const texts = seen.map(({ text }) => text);
    expect(texts).toContain('bad \ufffd\ufffd \u001b[31m<b>html</b> Grüße');
    expect(texts).toContain('x'.repeat(900));
    expect(seen.every(({ lost }) => lost === 0)).toBe(true);
    await end(log);
    expect(await lab.shell(READERS)).toBe('');
  });

  it('says how many records are missing when it is overtaken, and goes on', async () => {
    const { seen, log } = follow();
    await hasText(seen, LAST);
    const [reader = ''] = (await lab.shell(READERS)).trim().split('\n');
    await lab.shell(`kill -STOP ${reader}
echo on >/proc/sys/kernel/printk_devkmsg
i=0; while [ $i -lt ${FLOOD} ]; do echo "a flood of some more words, number $i" >&5; i=$((i+1)); done 5>/dev/kmsg
kill -CONT ${reader}`);
    await hasText(seen, `number ${FLOOD - 1}`);
    const flood = seen.filter(({ text }) => text.includes('a flood of'));
    const lost = seen.reduce((sum, one) => sum + one.lost, 0);
    expect(lost).toBeGreaterThan(0);
    expect(flood.length + lost).toBeGreaterThanOrEqual(FLOOD);
    await end(log);
  });
});

describe('what BPF programs print', () => {
  it('is read beside other readers, by program, and leaves nothing', async () => {
    const object = await lab.compile(TALKS, 'talks');
    const loaded = valueOf(await loadScheduler(lab.context, { object, ...lab }));
    if (loaded.kind !== 'running') throw new Error(loaded.log);
    const lines: PrintedLine[] = [];
    const output = followBpfOutput(lab.host, {
      history: true,
      onLine: (line) => lines.push(line),
    });
    await until(
      () => Promise.resolve(lines.length),
      (count) => count >= 3,
    );
    const formats = printFormats(object.source, TALKS);
    expect(printedBy(lines[0]?.text ?? '', formats)).toMatchObject({
      where: 'talks_select_cpu',
      line: 10,
    });
    const others = await lab.shell(
      'timeout 5 head -n 1 /sys/kernel/tracing/trace_pipe; ls /sys/kernel/tracing/instances',
    );
    expect(others).toMatch(/bpf_trace_printk: woke .*\nscx-studio-\d+/s);
    await end(output);
    const instances = () => lab.shell('ls /sys/kernel/tracing/instances');
    await until(instances, (left) => !/^scx-studio-\d+$/m.test(left)); // The run's own keeps its dumps.
    await loaded.run.unload();
    expect(await instances()).toBe('');
    const { seen, log } = follow();
    await hasText(seen, '"talks" disabled');
    const kinds = seen.flatMap((one) => recognise(one)?.kind ?? []);
    expect(kinds).toEqual(['enabled', 'disabled']);
    await end(log);
  });
});

describe('ends of schedulers', () => {
  const disabled = (name: string) => `sched_ext: BPF scheduler "${name}" disabled (runtime error)`;
  const flood = `echo on >/proc/sys/kernel/printk_devkmsg
i=0; while [ $i -lt ${FLOOD} ]; do echo "a flood of some more words, number $i" >&5; i=$((i+1)); done 5>/dev/kmsg`;

  it('come out of a flood, all else of which stays on the target', async () => {
    const lines: string[] = [];
    const start: Host['start'] = (script, onLine, options) => {
      const take = (line: string) => {
        lines.push(line);
        onLine(line);
      };
      return lab.host.start(script, take, options);
    };
    const ended: (string | null)[] = [];
    const watch = new EndWatch(
      { ...lab.host, start },
      {
        ...{ news: new EndNews(), isRootFree: false, onLost: () => undefined },
        onEnd: (_said, { ops }) => ended.push(ops),
      },
    );
    await until(
      () => Promise.resolve(lines),
      (all) => all.some((line) => line.startsWith('uptime ')),
    );
    await lab.shell(`echo '${disabled('before')}' >/dev/kmsg; ${flood}`);
    const reader = (await lab.shell(READERS)).trim();
    await lab.shell(`kill -STOP ${reader}
${flood}
kill -CONT ${reader}; echo '${disabled('behind')}' >/dev/kmsg`);
    await until(
      () => Promise.resolve(ended),
      (all) => all.length === 2,
    );
    expect(ended).toEqual(['before', 'behind']);
    expect(lines.filter((line) => /^\d/.test(line) && !line.includes(';sched_ext: BPF '))).toEqual(
      [],
    );
    watch.dispose();
    expect(
      await until(
        () => lab.shell(READERS),
        (left) => left === '',
      ),
    ).toBe('');
  });
});
