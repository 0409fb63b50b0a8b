/**
 * VS Code makes links of `[text](command:…)` in notifications and in the prompts of input boxes, and runs
 * the command when one is clicked. Text of other machines must not bring any along.
 */
export function unlinked(text: string): string {
  return text.replaceAll('](', '] (');
}

/**
 * Text of other machines as a terminal may see it: control characters become visible, so that a kernel
 * log or a file name can't move the cursor or paint. Those that turn the direction of writing too: with
 * them a line can be made to read as another one.
 */
export function printable(text: string): string {
  return text.replaceAll(/[^\P{Cc}\t]|[\u202a-\u202e\u2066-\u2069]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xff ? `\\u${code.toString(16)}` : `\\x${code.toString(16).padStart(2, '0')}`;
  });
}
