import { scheduler } from './schedulers';

/** A queue that nobody has made: the kernel looks for it when enqueue has returned. */
export const MISSING_QUEUE = scheduler('missing_queue', {
  declarations: '#define QUEUE 4711\n',
  enqueue: 'scx_bpf_dsq_insert(p, QUEUE, SCX_SLICE_DFL, enq_flags); /* here */',
});
/** The same, found out in the call, which a function of its own makes. */
export const MISSING_SOURCE = scheduler('missing_source', {
  declarations: `
static __noinline void take_task(u64 queue)
{
	scx_bpf_dsq_move_to_local(queue); /* here */
}
`,
  more: `void BPF_STRUCT_OPS(missing_source_dispatch, s32 cpu, struct task_struct *prev)
{
	take_task(4711);
}
`,
  members: '.dispatch = (void *)missing_source_dispatch,',
});
