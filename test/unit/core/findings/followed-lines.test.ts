import { describe, expect, it } from 'vitest';
import { followLines } from '../../../../extension/core/findings/followed-lines';
import { changeBetween, lineChanges } from '../../../../extension/core/findings/text-change';
import { edited, type Edit } from './edited-text';

const TEXT = ['a();', '{', '\tif (x)', '\t\tb();', '}', '{', '\tc();', '}'];

/** Where each line of TEXT is after the edits; null for one that is gone. */
function follow(...edits: Edit[]): (number | null)[] {
  const after = edited(TEXT, edits);
  const changes = lineChanges(edits);
  const followed = followLines(new Map(TEXT.entries()), changes, (line) => after[line]);
  return TEXT.map((_, line) => {
    const to = followed.get(line);
    return to === undefined ? line : (to?.line ?? null);
  });
}

/** An edit from (line, character) to (line, character). */
const edit = (from: [number, number], to: [number, number], text: string): Edit => ({
  range: {
    start: { line: from[0], character: from[1] },
    end: { line: to[0], character: to[1] },
  },
  text,
});
const STAYED = TEXT.map((_, line) => line);

describe('lines follow an edit', () => {
  it.each([
    ['typing at the end of a line', [edit([0, 4], [0, 4], 'x')], [null, 1, 2, 3, 4, 5, 6, 7]],
    ['Enter at the end of a line', [edit([0, 4], [0, 4], '\n')], [0, 2, 3, 4, 5, 6, 7, 8]],
    ['Enter with indentation', [edit([2, 7], [2, 7], '\n\t\t')], [0, 1, 2, 4, 5, 6, 7, 8]],
    ['Enter at the start of a line', [edit([3, 0], [3, 0], '\n')], [0, 1, 2, 4, 5, 6, 7, 8]],
    ['Enter after the indentation', [edit([3, 2], [3, 2], '\n\t\t')], [0, 1, 2, 4, 5, 6, 7, 8]],
    ['Enter in the middle', [edit([3, 3], [3, 3], '\n')], [0, 1, 2, null, 5, 6, 7, 8]],
    ['a line that goes', [edit([2, 0], [3, 0], '')], [0, 1, null, 2, 3, 4, 5, 6]],
    ['a line that goes, from its end', [edit([1, 1], [2, 7], '')], [0, 1, null, 2, 3, 4, 5, 6]],
    ['a joined line', [edit([2, 7], [3, 2], ' ')], [0, 1, null, null, 3, 4, 5, 6]],
    ['a block that goes', [edit([1, 0], [5, 0], '')], [0, null, null, null, null, 1, 2, 3]],
    ['a block whose ends look alike', [edit([4, 1], [7, 1], '')], [0, 1, 2, 3, 4, null, null, 4]],
    ['other indentation', [edit([3, 0], [3, 2], '    ')], STAYED],
    ['other blanks', [edit([2, 3], [2, 4], '')], STAYED],
    ['a comment', [edit([3, 2], [3, 2], '// ')], [0, 1, 2, null, 4, 5, 6, 7]],
    ['a copied line', [edit([3, 0], [3, 0], '\t\tb();\n')], [0, 1, 2, 4, 5, 6, 7, 8]],
    ['a line moved up', [edit([2, 0], [4, 0], '\t\tb();\n\tif (x)\n')], [0, 1, 3, 2, 4, 5, 6, 7]],
    [
      'two cursors',
      [edit([6, 0], [6, 0], '\n'), edit([0, 0], [0, 0], '\n\n')],
      [2, 3, 4, 5, 6, 7, 9, 10],
    ],
    [
      'two edits of one line',
      [edit([2, 5], [2, 6], 'y'), edit([2, 1], [2, 3], 'while')],
      [0, 1, null, 3, 4, 5, 6, 7],
    ],
    ['everything replaced', [edit([0, 0], [7, 1], 'z();')], TEXT.map(() => null)],
  ])('%s', (_, edits, expected) => {
    expect(follow(...edits)).toEqual(expected);
  });

  it('says when only blanks changed', () => {
    const edits = [edit([3, 0], [3, 1], '')];
    const after = edited(TEXT, edits);
    const watched = new Map([[3, TEXT[3]!]]);
    const followed = followLines(watched, lineChanges(edits), (line) => after[line]);
    expect(followed).toEqual(new Map([[3, { line: 3, respaced: true }]]));
  });

  it('keeps lines that an undo brings back in the same edit', () => {
    const all = edit([0, 0], [7, 1], TEXT.join('\n'));
    expect(follow(all)).toEqual(STAYED);
  });
});

describe('changeBetween', () => {
  it.each([
    [['a', 'b', 'c'], ['a', 'b', 'c'], null],
    [['a', 'c'], ['a', 'b', 'c'], { start: 1, end: 1, added: 1 }],
    [['a', 'b', 'c'], ['a', 'c'], { start: 1, end: 2, added: 0 }],
    [['a', 'a'], ['a', 'a', 'a'], { start: 2, end: 2, added: 1 }],
    [['a'], [], { start: 0, end: 1, added: 0 }],
    [['a', 'b'], ['c', 'd', 'e'], { start: 0, end: 2, added: 3 }],
  ])('%j to %j', (before, after, expected) => {
    expect(changeBetween(before, after)).toEqual(expected);
  });
});

describe('any edits', () => {
  it('never leave a watched line on another text', () => {
    // A generator with a fixed seed (Park and Miller): the same edits on every run.
    let seed = 7;
    const below = (limit: number) => (seed = (seed * 48271) % 2147483647) % limit;
    for (let round = 0; round < 3000; round++) {
      const lines = Array.from({ length: 1 + below(12) }, () => 'abc'.slice(below(3)));
      const edits = randomEdits(lines, below);
      const after = edited(lines, edits);
      const watched = new Map(lines.entries());
      const followed = followLines(watched, lineChanges(edits), (line) => after[line]);
      for (const [line, text] of watched) {
        const to = followed.get(line);
        if (to === null) continue;
        expect(after[to?.line ?? line]?.replaceAll(' ', '')).toBe(text);
      }
    }
  });

  it('are followed fast: ten thousand lines, each moved by one', () => {
    const lines = Array.from({ length: 20_000 }, (_, line) => `x${line % 7} = ${line};`);
    const watched = new Map([...lines.entries()].filter(([line]) => line % 2 === 0));
    const edits = [edit([0, 0], [0, 0], '\n')];
    const after = edited(lines, edits);
    const followed = followLines(watched, lineChanges(edits), (line) => after[line]);
    expect(followed.size).toBe(10_000);
  });

  it('are followed fast when all lines look alike and are replaced', () => {
    const lines = Array.from({ length: 20_000 }, () => '}');
    const edits = [edit([0, 0], [19_999, 1], lines.join('\n'))];
    const followed = followLines(new Map(lines.entries()), lineChanges(edits), () => '}');
    expect(followed.size).toBe(0);
  });
});

/** One to three edits that do not overlap, in any order. */
function randomEdits(lines: readonly string[], below: (limit: number) => number): Edit[] {
  const length = lines.join('\n').length;
  const at = (offset: number): [number, number] => {
    const before = lines.join('\n').slice(0, offset).split('\n');
    return [before.length - 1, before.at(-1)!.length];
  };
  const offsets = Array.from({ length: 2 * (1 + below(3)) }, () => below(length + 1));
  offsets.sort((a, b) => a - b);
  const texts = ['', 'x', '\n', 'a\n', '\nb', ' ', 'abc\nbc\n'];
  const edits: Edit[] = [];
  for (let index = 0; index < offsets.length; index += 2) {
    // Two edits at one place have no order that VS Code would give them.
    if (index > 0 && offsets[index] === offsets[index - 1]) continue;
    edits.push(edit(at(offsets[index]!), at(offsets[index + 1]!), texts[below(texts.length)]!));
  }
  return edits.reverse();
}
