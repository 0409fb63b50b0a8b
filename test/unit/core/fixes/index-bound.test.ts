import { expect, it } from 'vitest';
import { refusedAt } from './fixed-text';
import { fixOf } from '../../../../extension/core/fixes/fixes';
import { applyEdits } from '../../../../extension/core/fixes/fix';

const FAR = {
  code: 'verifier/out-of-bounds',
  message: '`i` is not bounded well enough for this access: its max value is outside of the memory',
};

function bounded(head: string, declared: string, use: string): string | null {
  const text = `${head}\nvoid use(void)\n{\n\t${declared}\n\n\t${use} /* here */\n}\n`;
  const fix = fixOf(refusedAt(text, FAR), text);
  return fix && (applyEdits(text, fix.edits).split('\n\n\t')[1]?.split(' /*')[0] ?? null);
}

it.each([
  ['u64 slots[64];', 'u32 i = get();', 'slots[i & (64 - 1)] += 1;'],
  ['u64 slots[0x40];', 'u32 i = get();', 'slots[i & (0x40 - 1)] += 1;'],
  ['#define SLOTS 8\nu64 slots[SLOTS];', 'u32 i = get();', 'slots[i & (SLOTS - 1)] += 1;'],
  [
    '#define SLOTS (1U << 4) /* a few */\nu64 slots[SLOTS];',
    'int i = 0;',
    'slots[i & (SLOTS - 1)] += 1;',
  ],
  ['enum { SLOTS = 32, OTHER };\nu64 slots[SLOTS];', 'int i = 0;', 'slots[i & (SLOTS - 1)] += 1;'],
  ['#define SLOTS 10\nu64 slots[SLOTS];', 'u32 i = get();', 'if (i < SLOTS)\n\t\tslots[i] += 1;'],
  ['#define SLOTS 10\nu64 slots[SLOTS];', 'u64 i = get();', 'if (i < SLOTS)\n\t\tslots[i] += 1;'],
  ['u64 slots[10];', 's32 i = get();', 'if ((u32)i < 10)\n\t\tslots[i] += 1;'],
  ['u64 slots[10];', 's64 i = get();', 'if ((u64)i < 10)\n\t\tslots[i] += 1;'],
])('bounds an index of %s by its length', (head, declared, result) => {
  expect(bounded(head, declared, 'slots[i] += 1;')).toBe(result);
});

it.each([
  [
    'an expression of even length',
    '#define SLOTS (2 * 5)\nu64 slots[SLOTS];',
    'u32 i = get();',
    'slots[i] += 1;',
  ],
  [
    'an expression of an enum',
    'enum { SLOTS = 4 * 3 };\nu64 slots[SLOTS];',
    'u32 i = 0;',
    'slots[i] += 1;',
  ],
  [
    'two lengths',
    '#ifdef A\n#define SLOTS 4\n#else\n#define SLOTS 8\n#endif\nu64 slots[SLOTS];',
    'u32 i = 0;',
    'slots[i] += 1;',
  ],
  [
    'two arrays of the name',
    'u64 slots[4];\nstruct s { u64 slots[8]; };',
    'u32 i = get();',
    'slots[i] += 1;',
  ],
  ['no array', 'u64 *slots;', 'u32 i = get();', 'slots[i] += 1;'],
  ['several dimensions', 'u64 slots[4][4];', 'u32 i = get();', 'slots[i][0] += 1;'],
  ['a sum', 'u64 slots[8];', 'u32 i = get();', 'slots[i + 1] += 1;'],
  ['two uses', 'u64 slots[8];', 'u32 i = get();', 'slots[i] = slots[i];'],
  ['a type of its own', 'u64 slots[10];', 'slot_t i = get();', 'slots[i] += 1;'],
  ['a declaration', 'u64 slots[10];', 'u32 i = get();', 'u64 x = slots[i];'],
  [
    'two variables of the name',
    'u64 slots[10];',
    'u32 i = 0; for (int i = 0; ;)',
    'slots[i] += 1;',
  ],
])('leaves %s alone', (_, head, declared, use) => {
  expect(bounded(head, declared, use)).toBeNull();
});

it('prefers no mask over the comparison that was not enough', () => {
  const text =
    'u64 slots[8];\nvoid use(int i)\n{\n\tif (i < 8) /* taken */\n\t\tslots[i] += 1; /* here */\n}\n';
  const compared = refusedAt(text, { ...FAR, taken: 'it is compared here with 8' });
  expect(fixOf(compared, text)?.isPreferred).toBe(false);
  expect(fixOf({ ...compared, related: [] }, text)?.isPreferred).toBe(true);
});
