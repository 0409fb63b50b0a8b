/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One bug: what was taken is not given back on every path.
 *
 * bpf_task_from_pid() holds the task until bpf_task_release(). The verifier wants that on each way out of the
 * program. The finding leads to the return that forgets it, and to the call that took the task.
 */
#include <scx/common.bpf.h>

char _license[] SEC("license") = "GPL";

struct task_struct *bpf_task_from_pid(s32 pid) __ksym;
void bpf_task_release(struct task_struct *p) __ksym;

/* Tasks whose process has a leader of high priority. */
u64 led_by_important;

void BPF_STRUCT_OPS(leading_enqueue, struct task_struct *p, u64 enq_flags)
{
	struct task_struct *leader = bpf_task_from_pid(p->tgid);

	scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, SCX_SLICE_DFL, enq_flags);
	if (!leader)
		return;
	if (leader->prio >= 120)
		return;
	led_by_important += 1;
	bpf_task_release(leader);
}

SCX_OPS_DEFINE(leading_ops,
	       .enqueue = (void *)leading_enqueue,
	       .name = "leading");
