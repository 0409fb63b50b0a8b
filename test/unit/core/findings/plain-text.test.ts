import { describe, expect, it } from 'vitest';
import { printable, unlinked } from '../../../../extension/core/findings/plain-text';

describe('unlinked', () => {
  /** As VS Code finds links in notifications and prompts (base/common/linkedText.ts). */
  const LINK = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;

  it.each([
    '[OK](command:workbench.action.terminal.sendSequence?%7B%7D)',
    'kernel [6.18](https://evil.example "title")',
    '[[a](command:x)](command:y)',
    '[a](file:///etc/passwd)',
  ])('leaves no link in %j', (text) => {
    expect(text).toMatch(LINK);
    expect(unlinked(text)).not.toMatch(LINK);
  });

  it('leaves other text as it is', () => {
    const text = "[sudo] password for dev: (it's) R1=ctx() a[0] (x)";
    expect(unlinked(text)).toBe(text);
  });
});

describe('printable', () => {
  it.each([
    ['\u001b]0;title\u0007', '\\x1b]0;title\\x07'],
    ['\u009b31m', '\\x9b31m'],
    ['a\rb\bc\u007f', 'a\\x0db\\x08c\\x7f'],
    ['safe\u202egnp.exe', 'safe\\u202egnp.exe'],
    ['\u2066x\u2069', '\\u2066x\\u2069'],
    ['tab\tumlaut ü 調度 🐢', 'tab\tumlaut ü 調度 🐢'],
  ])('shows %j as %j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });
});
