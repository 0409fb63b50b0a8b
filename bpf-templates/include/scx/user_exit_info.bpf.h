/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Exit information: why the scheduler ended. UEI_DEFINE(uei) at file level, UEI_RECORD(uei, ei) in
 * the exit callback.
 *
 * It is kept in maps named .bss.uei and .bss.uei_dump. They outlive the scheduler for as long as
 * somebody holds them: after an error the pinned link does; before an unload, pin them.
 *
 *	bpftool map dump name .bss.uei
 */
#ifndef __SCX_USER_EXIT_INFO_BPF_H
#define __SCX_USER_EXIT_INFO_BPF_H

#include "base.bpf.h"
#include "user_exit_info.h"

#define UEI_DEFINE(name)                                                                           \
	struct user_exit_info name SEC(".bss." #name);                                             \
	char name##_dump[UEI_DUMP_LEN] SEC(".bss." #name "_dump")

/* kind comes last: whoever sees it set sees the rest whole. */
#define UEI_RECORD(name, ei)                                                                       \
	({                                                                                         \
		bpf_probe_read_kernel_str(name.reason, sizeof(name.reason), (ei)->reason);         \
		bpf_probe_read_kernel_str(name.msg, sizeof(name.msg), (ei)->msg);                  \
		bpf_probe_read_kernel_str(name##_dump, sizeof(name##_dump), (ei)->dump);           \
		name.exit_code = (ei)->exit_code;                                                  \
		__sync_val_compare_and_swap(&name.kind, 0, (s32)(ei)->kind);                       \
	})

#endif /* __SCX_USER_EXIT_INFO_BPF_H */
