import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { OPS_MEMBERS } from '../../../extension/core/sched-ext/ops-members';
import { callbackCompletion } from '../../../extension/language-server/callback-completion';

const SOURCE = `#include <scx/common.bpf.h>
|1
UEI_DEFINE(uei);

/* A comment
|2
*/
void BPF_STRUCT_OPS(my_enqueue_exit, struct scx_exit_info *ei)
{
|3
}

enq|4

int x = |5

SCX_OPS_DEFINE(my_enqueue_ops,
	       .exit = (void *)my_enqueue_exit,
	       |6
	       .name = "my");
`;

/** The source without marks, and what is offered at one of them. */
function offeredAt(mark: number, source = SOURCE) {
  const at = source.replace(new RegExp(`\\|(?!${mark})\\d`, 'g'), '');
  const text = at.replace(/\|\d/, '');
  const document = TextDocument.create('file:///my.bpf.c', 'c', 1, text);
  return {
    text,
    document,
    items: callbackCompletion(document, document.positionAt(at.search(/\|\d/))),
  };
}

/** The text once an item was taken. */
function taken(mark: number, label: string, source = SOURCE): string {
  const { document, items } = offeredAt(mark, source);
  const item = items.find((one) => one.label === label);
  if (!item?.textEdit || !('range' in item.textEdit)) throw new Error(`no ${label}`);
  const edits = [item.textEdit, ...(item.additionalTextEdits ?? [])];
  return TextDocument.applyEdits(document, edits).replace('$0', '');
}

describe('whole callbacks', () => {
  it('are offered where a function can begin, without those that are there', () => {
    for (const mark of [1, 4]) {
      const labels = offeredAt(mark).items.map(({ label }) => label);
      expect(labels).toContain('my_enqueue_select_cpu');
      expect(labels).toContain('my_enqueue_init');
      expect(labels).not.toContain('my_enqueue_exit');
      expect(labels).not.toContain('my_enqueue_name');
    }
  });

  it.each([
    [2, 'in a comment'],
    [3, 'in a function'],
    [5, 'in a declaration'],
    [6, 'in the ops definition'],
  ])('are not offered at mark %i, %s', (mark) => {
    expect(offeredAt(mark).items).toEqual([]);
  });

  it('are not offered in other programs', () => {
    expect(offeredAt(1, '#include <vmlinux.h>\n|1\nint x;\n').items).toEqual([]);
  });

  it('come with their line in the ops definition, in the place of the word that was typed', () => {
    const text = taken(4, 'my_enqueue_enqueue');
    expect(text).toContain(`
void BPF_STRUCT_OPS(my_enqueue_enqueue, struct task_struct *p, u64 enq_flags)
{
	scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, SCX_SLICE_DFL, enq_flags);
}
`);
    expect(text).not.toContain('\nenq\n');
    expect(text).toContain(`SCX_OPS_DEFINE(my_enqueue_ops,
	       .enqueue = (void *)my_enqueue_enqueue,
	       .exit = `);
  });

  it('may sleep where they usually do, and return what they must', () => {
    expect(taken(1, 'my_enqueue_init')).toContain(
      's32 BPF_STRUCT_OPS_SLEEPABLE(my_enqueue_init)\n{\n\t\n\treturn 0;\n}',
    );
  });

  it('are called as the ops are where there is no callback, and need no definition', () => {
    const ops = '|1\n\nstruct sched_ext_ops tiny_ops = {\n\t.name = "tiny",\n};\n';
    expect(taken(1, 'tiny_dispatch', ops)).toContain(
      'struct sched_ext_ops tiny_ops = {\n\t.dispatch = (void *)tiny_dispatch,\n\t.name',
    );
    const { items } = offeredAt(1, '#include <scx/common.bpf.h>\n|1\n');
    expect(items.find(({ label }) => label === 'my_enqueue')?.additionalTextEdits).toEqual([]);
  });

  it('have no argument of the name that the macro uses itself', () => {
    expect(taken(1, 'my_enqueue_dump')).toContain('(my_enqueue_dump, struct scx_dump_ctx *dctx)');
  });

  it('record why a scheduler ended', () => {
    const exit = taken(1, 'tiny_exit', '|1\n\nstruct sched_ext_ops tiny_ops = {\n};\n');
    expect(exit).toContain('(tiny_exit, struct scx_exit_info *info)\n{\n\tUEI_RECORD(uei, info);');
  });

  it('are there for every operation', () => {
    const functions = OPS_MEMBERS.filter(({ declaration }) => declaration.includes('(*'));
    expect(offeredAt(1).items).toHaveLength(functions.length - 1);
  });
});
