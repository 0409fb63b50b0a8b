/** Schedulers that stay in one phase for seconds, so that something can happen in it. */
import { scheduler } from '../schedulers';

/** Kernel functions may not loop for long by themselves; two nested bpf_loop() may. */
const WAIT = `
struct wait {
	u64 end;
};

static long tick(u64 index, struct wait *wait)
{
	return bpf_ktime_get_ns() > wait->end;
}

static long rest(u64 index, struct wait *wait)
{
	bpf_loop(1 << 20, tick, wait, 0);
	return tick(index, wait);
}

static __always_inline void wait_seconds(u64 seconds)
{
	struct wait wait = { .end = bpf_ktime_get_ns() + seconds * 1000000000 };

	bpf_loop(1 << 20, rest, &wait, 0);
}
`;

/** 'enabling' for some seconds. */
export const SLOW_TO_REGISTER = scheduler('slow_start', {
  declarations: WAIT,
  more: `s32 BPF_STRUCT_OPS_SLEEPABLE(slow_start_init)
{
	wait_seconds(6);
	return 0;
}
`,
  members: '.init = (void *)slow_start_init,',
});

/** 'disabling' for some seconds. */
export const SLOW_TO_UNLOAD = scheduler('slow_end', {
  declarations: WAIT,
  more: `void BPF_STRUCT_OPS(slow_end_exit, struct scx_exit_info *info)
{
	wait_seconds(8);
}
`,
  members: '.exit = (void *)slow_end_exit,',
});

/** Some megabytes that no compression makes small: they take a while on a slow line. */
export const LARGE = scheduler('large', {
  declarations: `u32 noise[] = {\n${noise(1 << 19)}\n};\n`,
  enqueue: `if (noise[p->pid & 0xff] == 1)
		return;
	scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, SCX_SLICE_DFL, enq_flags);`,
});

/** Numbers of a linear congruential generator (Numerical Recipes), as C. */
function noise(count: number): string {
  let state = 1;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return `${state}u,`;
  }).join('');
}
