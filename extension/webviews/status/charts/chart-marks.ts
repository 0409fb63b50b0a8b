import type uPlot from 'uplot';
import type { StatusMark } from '../../../contracts/status-messages';
import type { ChartColours } from './chart-colours';

/** Marks of the time shown, latest last. */
export function marksBetween(
  marks: readonly StatusMark[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): readonly StatusMark[] {
  return marks.filter(({ timeMs }) => timeMs >= fromMs && timeMs <= toMs);
}

const DASH = { loaded: [], unloaded: [4, 3], ended: [1, 2], noted: [1, 6] } as const;
const SIGN = { loaded: '▶', unloaded: '■', ended: '✕', noted: '!' } as const;

/** `▶ loaded fifo`, `✕ fifo ended: runnable task stall`. */
export function markText({ kind, text }: StatusMark): string {
  return `${SIGN[kind]} ${text}`;
}

/** Draws a line a mark over a chart, with its sign at the top; the words are in the list below the charts. */
export function drawMarks(
  chart: uPlot,
  marks: readonly StatusMark[],
  { colours, epochMs }: { readonly colours: ChartColours; readonly epochMs: number },
): void {
  const { ctx, bbox } = chart;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = colours.mark;
  ctx.fillStyle = colours.mark;
  ctx.lineWidth = ratio;
  ctx.font = `${10 * ratio}px sans-serif`;
  ctx.textBaseline = 'top';
  for (const { kind, timeMs } of marks) {
    const at = chart.valToPos((timeMs + epochMs) / 1000, 'x', true);
    if (at < bbox.left || at > bbox.left + bbox.width) continue;
    ctx.setLineDash(DASH[kind].map((part) => part * ratio));
    ctx.beginPath();
    ctx.moveTo(at, bbox.top);
    ctx.lineTo(at, bbox.top + bbox.height);
    ctx.stroke();
    ctx.fillText(SIGN[kind], at + 2 * ratio, bbox.top);
  }
  ctx.restore();
}
