import { expect, it } from 'vitest';
import { makeTargets } from '../../../../extension/core/project/make-targets';

const targetsOf = (...lines: string[]) => [...makeTargets(lines.join('\n'))];

it('reads targets from rules, with their variables, as tools/sched_ext of the kernel names its schedulers', () => {
  expect(
    targetsOf(
      'BINDIR := $(OUTPUT_DIR)/bin',
      'schedulers = scx_simple scx_qmap # and more',
      'schedulers += scx_central',
      '$(addprefix $(BINDIR)/,$(others)): \\',
      '\t$(BINDIR)/%: $(filter-out %.bpf.c,%.c)',
      '\tcc -o $@ note: here',
      '$(schedulers): %: $(BINDIR)/%',
      'all clean:: $(schedulers)',
      '.PHONY: all',
      'build/%.o: %.c',
    ),
  ).toEqual(['scx_simple', 'scx_qmap', 'scx_central', 'all', 'clean']);
});

it('takes no assignment for a rule, and no reference to itself for a name', () => {
  expect(targetsOf('a := b', 'c ::= d', 'e ?= f', 'x = $(y)', 'y = $(x)', '$(x): z')).toEqual([]);
  expect(targetsOf('ok: x', `${' '.repeat(100_000)}:`, `${'a '.repeat(100_000)}: b`)).toEqual([
    'ok',
  ]);
});
