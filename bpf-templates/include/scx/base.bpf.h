/* SPDX-License-Identifier: GPL-2.0-only */
/* What the other headers here stand on: the kernel's types, libbpf's macros, kernel functions. */
#ifndef __SCX_BASE_BPF_H
#define __SCX_BASE_BPF_H

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>

/*
 * A kernel function (kfunc). bpftool 7.5 declares them in vmlinux.h where the kernel's BTF marks
 * them, older ones don't; declared here once more, the compiler takes both. Weak: a missing one
 * fails only where it is called, and bpf_ksym_exists() asks for it at load time.
 */
#define SCX_KFUNC(declaration) extern declaration __ksym __weak
#ifndef bpf_ksym_exists /* libbpf before 1.2 */
#define bpf_ksym_exists(symbol) (!!(symbol))
#endif

/* Errors that a callback may return or get; vmlinux.h has types and no #define. */
#ifndef ENOMEM
#define ENOENT 2
#define ENOMEM 12
#define EEXIST 17
#define EINVAL 22
#define ENOSPC 28
#endif

/* In p->flags: a thread of the kernel's (include/linux/sched.h). */
#ifndef PF_KTHREAD
#define PF_KTHREAD 0x00200000
#endif

/*
 * Inlined under the line of its caller: the verifier then names the scheduler's line, not ours. clang 16
 * writes no types for kernel functions that only such code calls, and libbpf then refuses the object.
 */
#if __clang_major__ < 19
#define SCX_INLINE static __always_inline
#else
#define SCX_INLINE static __always_inline __attribute__((nodebug))
#endif

#endif /* __SCX_BASE_BPF_H */
