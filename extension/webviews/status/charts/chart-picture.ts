import type { ChartColours } from './chart-colours';

export interface PicturePart {
  readonly title: string;
  readonly canvas: HTMLCanvasElement;
  /** Words of the legend, with the colour of each. */
  readonly legend: readonly (readonly [colour: string, text: string])[];
}

const TITLE = 20;
const LEGEND = 16;
const MARGIN = 12;

/** The charts below one another on the theme's ground, as a PNG in base64. */
export function chartPicture(
  heading: string,
  parts: readonly PicturePart[],
  colours: ChartColours,
): string {
  const ratio = devicePixelRatio;
  const width = Math.max(320, ...parts.map(({ canvas }) => canvas.width / ratio)) + 2 * MARGIN;
  const heightOf = ({ canvas, legend }: PicturePart) =>
    TITLE + canvas.height / ratio + legend.length * LEGEND + MARGIN;
  const height = parts.reduce((sum, part) => sum + heightOf(part), TITLE + 2 * MARGIN);
  const sheet = document.createElement('canvas');
  sheet.width = Math.ceil(width * ratio);
  sheet.height = Math.ceil(height * ratio);
  const ink = sheet.getContext('2d');
  if (ink === null) return '';
  ink.scale(ratio, ratio);
  ink.fillStyle = colours.background;
  ink.fillRect(0, 0, width, height);
  ink.textBaseline = 'top';
  const write = (text: string, at: number, colour = colours.text, left = 0) => {
    ink.fillStyle = colour;
    ink.font = colours.font;
    ink.fillText(text, MARGIN + left, at, width - 2 * MARGIN - left);
  };
  let top = MARGIN;
  write(heading, top);
  top += TITLE;
  for (const { title, canvas, legend } of parts) {
    write(title, top);
    top += TITLE;
    ink.drawImage(canvas, MARGIN, top, canvas.width / ratio, canvas.height / ratio);
    top += canvas.height / ratio;
    for (const [colour, text] of legend) {
      write('━', top, colour);
      write(text, top, colours.text, 16);
      top += LEGEND;
    }
    top += MARGIN;
  }
  return sheet.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}
