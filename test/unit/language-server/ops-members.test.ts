import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { completion } from '../../../extension/language-server/completion';
import { hover } from '../../../extension/language-server/hover';

const SOURCE = `void BPF_STRUCT_OPS(my_enqueue_enqueue, struct task_struct *p, u64 enq_flags)
{
	x.enqueue = 1;
}

s32 BPF_STRUCT_OPS_SLEEPABLE(my_init)
{
	return 0;
}

SCX_OPS_DEFINE(my_ops,
	       .enqueue = (void *)my_enqueue_enqueue,
	       .
	       .name = "my");

int after = 1;
`;
const document = TextDocument.create('file:///my.bpf.c', 'c', 1, SOURCE);
const at = (text: string, offset = 0) => document.positionAt(SOURCE.indexOf(text) + offset);
const hoverText = (text: string, offset = 0) => {
  const found = hover(document, at(text, offset));
  return found === null ? null : JSON.stringify(found.contents);
};
const labels = (text: string, offset: number) =>
  completion(document, at(text, offset)).map(({ label }) => label);

describe('hover', () => {
  it('explains a callback by the end of its name', () => {
    expect(hoverText('my_enqueue_enqueue', 3)).toContain('(*enqueue)');
  });

  it('says that a callback may sleep', () => {
    const text = hoverText('my_init', 2);
    expect(text).toContain('(*init)');
    expect(text).toContain('may sleep');
  });

  it('explains a member where it is set, over its name only', () => {
    expect(hoverText('.enqueue = (void', 3)).toContain('Since Linux 6.12');
    expect(hoverText('(void *)my_', 2)).toBeNull();
    expect(hoverText('int after', 5)).toBeNull();
  });
});

describe('completion', () => {
  it('offers the members that are not set yet', () => {
    const offered = labels('\t       .\n', 9);
    expect(offered).toContain('dispatch');
    expect(offered).not.toContain('enqueue');
    expect(offered).not.toContain('name');
  });

  it('replaces the dot that was typed', () => {
    const [item] = completion(document, at('\t       .\n', 9));
    expect(item?.textEdit).toMatchObject({ range: { start: at('\t       .\n', 8) } });
  });

  it.each([
    ['in a function', '\tx.enqueue', 3],
    ['in a value', '(void *)my_enqueue_enqueue,', 8],
    ['after the definition', 'int after', 4],
    ['before it', 'void BPF', 0],
  ])('offers nothing %s', (_, text, offset) => {
    expect(labels(text, offset)).toEqual([]);
  });
});
