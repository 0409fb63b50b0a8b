/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a scheduler says in words, printf-like with up to ten values. The kernel takes ASCII formats
 * with %d %u %x %c %s %p and their l and ll forms.
 */
#ifndef __SCX_MESSAGES_BPF_H
#define __SCX_MESSAGES_BPF_H

#include "base.bpf.h"

SCX_KFUNC(void scx_bpf_error_bstr(char *fmt, unsigned long long *data, u32 data__sz));
SCX_KFUNC(void scx_bpf_exit_bstr(s64 exit_code, char *fmt, unsigned long long *data, u32 data__sz));
SCX_KFUNC(void scx_bpf_dump_bstr(char *fmt, unsigned long long *data, u32 data__sz));

/*
 * Calls `kfunc(…, format, values, size)`; the arguments before the format stand in `first`. The
 * format is not const, since the verifier takes it for memory that the kernel may write to.
 */
#define __SCX_MESSAGE(kfunc, first, format, args...)                                               \
	({                                                                                         \
		static char scx_format[] = format;                                           \
		unsigned long long scx_values[___bpf_narg(args) ?: 1] = {};                        \
                                                                                                   \
		_Pragma("GCC diagnostic push")                                                     \
		_Pragma("GCC diagnostic ignored \"-Wint-conversion\"")                             \
		___bpf_fill(scx_values, args);                                                     \
		_Pragma("GCC diagnostic pop")                                                      \
		kfunc(__SCX_FIRST first scx_format, scx_values, sizeof(scx_values));       \
	})
#define __SCX_FIRST(args...) args

/* Ends the scheduler. The kernel log and the exit information say "file:line: " and the message. */
#define scx_bpf_error(format, args...)                                                             \
	({                                                                                         \
		static const char scx_file[] = __FILE_NAME__;                                      \
                                                                                                   \
		__SCX_MESSAGE(scx_bpf_error_bstr, (), "%s:%d: " format, scx_file, __LINE__,        \
			      ##args);                                                             \
	})

/* Ends the scheduler in good order; the exit information keeps code and message. */
#define scx_bpf_exit(code, format, args...)                                                        \
	__SCX_MESSAGE(scx_bpf_exit_bstr, (code, ), format, ##args)

/* Adds to the debug dump. Only for the callbacks dump, dump_cpu and dump_task. */
#define scx_bpf_dump(format, args...) __SCX_MESSAGE(scx_bpf_dump_bstr, (), format, ##args)

#endif /* __SCX_MESSAGES_BPF_H */
