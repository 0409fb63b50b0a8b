/** A hostile target's vmlinux.h is compiled here: nothing in it may read a file of the developer's. */
import { describe, expect, it } from 'vitest';
import { firstUndeclared } from '../../../../extension/core/btf/kernel-types-text';

/** As bpftool 7.7 writes it, shortened. */
const GENUINE = `#ifndef __VMLINUX_H__
#define __VMLINUX_H__

#ifndef BPF_NO_PRESERVE_ACCESS_INDEX
#pragma clang attribute push (__attribute__((preserve_access_index)), apply_to = record)
#endif

#ifndef __ksym
#define __ksym __attribute__((section(".ksyms")))
#endif

#ifndef __bpf_fastcall
#if __has_attribute(bpf_fastcall)
#define __bpf_fastcall __attribute__((bpf_fastcall))
#else
#define __bpf_fastcall
#endif
#endif

enum { SCX_NEGATIVE = -1 };
struct task_struct {
	unsigned int __state;
	long: 64;
	int (*handler)(void *, ...);
	char comm[16];
} __attribute__((packed));
extern void __attribute__((btf_type_tag("address_space(1)"))) *bpf_arena_alloc_pages(void *p__map) __weak __ksym;
#ifndef BPF_NO_PRESERVE_ACCESS_INDEX
#pragma clang attribute pop
#endif
#endif /* __VMLINUX_H__ */
`;

const HOSTILE = [
  '#include "/etc/passwd"',
  ' # include </etc/passwd>',
  '/**/#include "/etc/passwd"',
  '/* */ # include "/etc/passwd"',
  '\\f#include "/etc/passwd"',
  '\\v#import "/etc/passwd"',
  '#include_next <passwd>',
  'char key[] = {\n#embed "/root/.ssh/id_ed25519"\n};',
  '#inc\\\nlude "/etc/passwd"',
  '#\\\ninclude "/etc/passwd"',
  '%:include "/etc/passwd"',
  '??=include "/etc/passwd"',
  'asm(".incbin \\"/etc/passwd\\"");',
  '__asm__(".incbin \\"/etc/passwd\\"");',
  '__asm (".include \\"/etc/passwd\\"");',
  '#define quiet asm(".incbin \'/etc/passwd\'");',
  '#define harmless u32',
  '#if __has_include("/etc/passwd")',
  '#if __has_include(</etc/passwd>)',
  '#ifndef x /*\n*/ || __has_embed(__FILE__)',
  '#pragma GCC dependency "/etc/passwd"',
  '#pragma clang module import passwd',
  '#line 1 "/etc/passwd"',
  '# 1 "/etc/passwd"',
  '_Pragma("GCC dependency \'/etc/passwd\'")',
  '@import passwd; #include "/etc/passwd"',
];

describe('firstUndeclared', () => {
  it('takes what bpftool writes', () => {
    expect(firstUndeclared(GENUINE)).toBeNull();
    expect(firstUndeclared(GENUINE.replaceAll('\n', '\r\n'))).toBeNull();
  });

  it.each(HOSTILE)('refuses %j', (hostile) => {
    const text = hostile.replaceAll('\\f', '\f').replaceAll('\\v', '\v');
    expect(firstUndeclared(`${GENUINE}${text}\n`)).toBeGreaterThan(GENUINE.split('\n').length - 1);
    expect(firstUndeclared(`${text}\r${GENUINE}`)).toBeLessThan(4);
  });
});
