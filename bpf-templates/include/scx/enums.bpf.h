/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Values that belong to the kernel that runs, not to the one whose vmlinux.h was compiled against:
 * SCX_ENQ_HEAD is 0x10 on 6.12 and 0x10000 on 7.2. CO-RE has the loader put in what the running
 * kernel's BTF says, with any loader. In a static initializer, where there is no code to patch, the
 * compiler refuses these names ("initializer element is not a compile-time constant"): assign in
 * init instead. SCX_OPS_* flags never moved and stay plain constants.
 */
#ifndef __SCX_ENUMS_BPF_H
#define __SCX_ENUMS_BPF_H

#include "base.bpf.h"

#define SCX_KERNEL_VALUE(type, value) bpf_core_enum_value(enum type, value)

#define SCX_DSQ_INVALID SCX_KERNEL_VALUE(scx_dsq_id_flags, SCX_DSQ_INVALID)
#define SCX_DSQ_GLOBAL SCX_KERNEL_VALUE(scx_dsq_id_flags, SCX_DSQ_GLOBAL)
#define SCX_DSQ_LOCAL SCX_KERNEL_VALUE(scx_dsq_id_flags, SCX_DSQ_LOCAL)
#define SCX_DSQ_LOCAL_ON SCX_KERNEL_VALUE(scx_dsq_id_flags, SCX_DSQ_LOCAL_ON) /* | cpu */

#define SCX_SLICE_DFL SCX_KERNEL_VALUE(scx_public_consts, SCX_SLICE_DFL) /* ns */
#define SCX_SLICE_INF SCX_KERNEL_VALUE(scx_public_consts, SCX_SLICE_INF)

#define SCX_ENQ_WAKEUP SCX_KERNEL_VALUE(scx_enq_flags, SCX_ENQ_WAKEUP)
#define SCX_ENQ_HEAD SCX_KERNEL_VALUE(scx_enq_flags, SCX_ENQ_HEAD)
#define SCX_ENQ_CPU_SELECTED SCX_KERNEL_VALUE(scx_enq_flags, SCX_ENQ_CPU_SELECTED)
#define SCX_ENQ_PREEMPT SCX_KERNEL_VALUE(scx_enq_flags, SCX_ENQ_PREEMPT)
#define SCX_ENQ_REENQ SCX_KERNEL_VALUE(scx_enq_flags, SCX_ENQ_REENQ)
#define SCX_ENQ_LAST SCX_KERNEL_VALUE(scx_enq_flags, SCX_ENQ_LAST)
#define SCX_DEQ_SLEEP SCX_KERNEL_VALUE(scx_deq_flags, SCX_DEQ_SLEEP)

#define SCX_WAKE_FORK SCX_KERNEL_VALUE(scx_wake_flags, SCX_WAKE_FORK)
#define SCX_WAKE_TTWU SCX_KERNEL_VALUE(scx_wake_flags, SCX_WAKE_TTWU)
#define SCX_WAKE_SYNC SCX_KERNEL_VALUE(scx_wake_flags, SCX_WAKE_SYNC)

#define SCX_KICK_IDLE SCX_KERNEL_VALUE(scx_kick_flags, SCX_KICK_IDLE)
#define SCX_KICK_PREEMPT SCX_KERNEL_VALUE(scx_kick_flags, SCX_KICK_PREEMPT)
#define SCX_KICK_WAIT SCX_KERNEL_VALUE(scx_kick_flags, SCX_KICK_WAIT)

#define SCX_TASK_QUEUED SCX_KERNEL_VALUE(scx_ent_flags, SCX_TASK_QUEUED) /* p->scx.flags */

#endif /* __SCX_ENUMS_BPF_H */
