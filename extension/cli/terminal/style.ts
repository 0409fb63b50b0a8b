/** SGR codes by meaning; all of them are the identity where colours are not wanted. */
export type Style = Readonly<
  Record<'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan', (text: string) => string>
>;

export function createStyle(colours: boolean): Style {
  const paint = (code: number) => (text: string) =>
    colours && text !== '' ? `\u001b[${code}m${text}\u001b[0m` : text;
  return {
    bold: paint(1),
    dim: paint(2),
    red: paint(31),
    green: paint(32),
    yellow: paint(33),
    cyan: paint(36),
  };
}

/** https://no-color.org: any value but the empty one switches colours off. */
export function wantsColours(isTty: boolean, env: NodeJS.ProcessEnv): boolean {
  return isTty && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}
