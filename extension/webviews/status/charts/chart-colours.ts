/** The theme's colours and font: a canvas takes values, no variables. */
export interface ChartColours {
  readonly text: string;
  readonly quiet: string;
  readonly grid: string;
  readonly background: string;
  readonly mark: string;
  readonly lines: readonly string[];
  /** Of the font's family and size, as canvases write them. */
  readonly font: string;
}

const LINES: readonly (readonly [variable: string, fallback: string])[] = [
  ['charts-blue', '#3794ff'],
  ['charts-orange', '#d18616'],
  ['charts-green', '#388a34'],
  ['charts-purple', '#b180d7'],
  ['charts-yellow', '#b89500'],
  ['charts-red', '#f14c4c'],
];

/** Lines beyond the colours are told apart by dashes. */
const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [8, 3, 2, 3]];

export function lineColour({ lines, text }: ChartColours, at: number): string {
  return lines[at % lines.length] ?? text;
}

export function lineDash(at: number): readonly number[] {
  return DASHES[Math.floor(at / LINES.length) % DASHES.length] ?? [];
}

export function readColours(): ChartColours {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string, fallback: string) => {
    const said = style.getPropertyValue(`--vscode-${name}`).trim();
    return said === '' ? fallback : said;
  };
  const text = value('foreground', '#808080');
  const background = value('editor-background', '#ffffff');
  return {
    text,
    quiet: value('descriptionForeground', text),
    grid: '#80808040', // faint on every ground; borders of high contrast themes would outshine the lines
    background: value('sideBar-background', background),
    mark: value('editorWarning-foreground', value('contrastActiveBorder', text)),
    lines: LINES.map(([name, fallback]) => opaque(value(name, fallback))),
    font: `11px ${value('font-family', 'sans-serif')}`,
  };
}

/** Some themes have colours that are half transparent, which a thin line can't afford. */
function opaque(colour: string): string {
  return colour
    .replace(/^(#[0-9a-f]{6})[0-9a-f]{2}$/i, '$1')
    .replace(/^rgba\((.*),[^,]*\)$/, 'rgb($1)');
}

/** Calls back when the theme changes: VS Code writes its variables anew. */
export function onThemeChange(listener: () => void): void {
  new MutationObserver(listener).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['style', 'class'],
  });
}
