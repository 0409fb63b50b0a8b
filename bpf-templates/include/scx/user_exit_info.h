/* SPDX-License-Identifier: GPL-2.0-only */
/* What the scheduler leaves behind for its program: both sides have this. */
#ifndef __SCX_USER_EXIT_INFO_H
#define __SCX_USER_EXIT_INFO_H

#define UEI_REASON_LEN 128
#define UEI_MSG_LEN 1024
#define UEI_DUMP_LEN 32768 /* the kernel's own, unless the ops set exit_dump_len */

struct user_exit_info {
	int kind; /* enum scx_exit_kind; 0 while the scheduler runs */
	long long exit_code;
	char reason[UEI_REASON_LEN];
	char msg[UEI_MSG_LEN];
};

#endif /* __SCX_USER_EXIT_INFO_H */
