/** Text from elsewhere in Markdown, where nothing of it is a link or markup. */

/** A fence that is longer than every run of backticks in the text can't be closed by it. */
export function fenced(lines: readonly string[]): string[] {
  const longest = Math.max(2, ...(lines.join('\n').match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}text`, ...lines, fence];
}

export function code(text: string): string {
  return `\`${text.replaceAll(/[`|\n]/g, ' ')}\``;
}
