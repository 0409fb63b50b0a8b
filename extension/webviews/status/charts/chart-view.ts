import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { StatusMark } from '../../../contracts/status-messages';
import { element, setText } from '../../kit/element';
import { lineColour, lineDash, type ChartColours } from './chart-colours';
import type { ChartData } from './chart-data';
import { createLegend } from './chart-legend';
import { drawMarks } from './chart-marks';
import type { ChartPlan } from './chart-plan';
import { clockText, shortNumber } from './chart-text';

export interface ChartScene {
  readonly data: ChartData;
  readonly fromMs: number;
  readonly toMs: number;
  /** Added to a time of the target for one of this machine's clock. */
  readonly epochMs: number;
  readonly marks: readonly StatusMark[];
}

const NOWHERE = { fromMs: 0, toMs: 1000, epochMs: 0, marks: [] } as const;
const HEIGHT = 110;
const AXIS_WIDTH = 44;
/** Seconds between two labels. */
const CLOCK_STEPS_S = [1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800];
/** All charts of a page show the same moment under the pointer. */
const SYNC = 'status';

/** One chart, with its legend and its values by keyboard; `plan` and colours never change. */
export class ChartView {
  readonly figure: HTMLElement;
  readonly #plot: HTMLElement;
  readonly #chart: uPlot;
  readonly #legend: ReturnType<typeof createLegend>;
  readonly #moment = element('span', { className: 'moment' });
  readonly #spoken = element('p', { className: 'unseen', attributes: { role: 'status' } });
  #scene: ChartScene = { data: { timesMs: [], lines: [] }, ...NOWHERE };

  constructor(plan: ChartPlan, colours: ChartColours, width: number) {
    this.#legend = createLegend(plan, colours);
    const label = `${plan.title}: arrow keys read values`;
    this.#plot = element('div', {
      className: 'plot',
      attributes: { tabindex: '0', role: 'application', 'aria-label': label },
    });
    const hooks: uPlot.Hooks.Arrays = {
      draw: [
        (drawn) => {
          drawMarks(drawn, this.#scene.marks, { colours, epochMs: this.#scene.epochMs });
        },
      ],
      setCursor: [
        ({ cursor }) => {
          this.#showRow(cursor.idx ?? null);
        },
      ],
    };
    const options = optionsOf(plan, colours, width);
    this.#chart = new uPlot({ ...options, hooks }, alignedData(this.#scene), this.#plot);
    readByKeys(this.#plot, this.#chart, (row) => {
      this.#speak(row);
    });
    const title = element('h2', { text: plan.title, children: [this.#moment] });
    this.figure = element('figure', {
      children: [title, this.#plot, this.#legend.list, this.#spoken],
    });
  }

  get canvas(): HTMLCanvasElement {
    return this.#chart.ctx.canvas;
  }

  /** A line each: `CPU 0 12 %`. */
  get legendTexts(): readonly string[] {
    return this.#legend.texts();
  }

  show(scene: ChartScene): void {
    this.#scene = scene;
    this.#chart.setData(alignedData(scene), false);
    const { fromMs, toMs, epochMs } = scene;
    this.#chart.setScale('x', { min: (fromMs + epochMs) / 1000, max: (toMs + epochMs) / 1000 });
    this.#showRow(this.#chart.cursor.idx ?? null);
  }

  focus(): void {
    this.#plot.focus();
  }

  resize(width: number): void {
    this.#chart.setSize({ width, height: HEIGHT });
  }

  destroy(): void {
    this.#chart.destroy();
  }

  #showRow(row: number | null): void {
    const clock = row === null ? null : this.#clockOf(row);
    setText(this.#moment, clock ?? '');
    this.#legend.show(this.#scene.data, clock === null ? null : row);
  }

  #speak(row: number): void {
    const words = this.#legend.words(this.#scene.data, row);
    setText(this.#spoken, `${this.#clockOf(row) ?? ''}: ${words}`);
  }

  #clockOf(row: number): string | null {
    const time = this.#scene.data.timesMs[row];
    return time === undefined ? null : clockText(time + this.#scene.epochMs);
  }
}

/** By this machine's clock, in seconds: the axis then has round times. */
function alignedData({ data: { timesMs, lines }, epochMs }: ChartScene): uPlot.AlignedData {
  return [timesMs.map((time) => (time + epochMs) / 1000), ...lines.map((line) => [...line])];
}

function optionsOf(plan: ChartPlan, colours: ChartColours, width: number): uPlot.Options {
  const axis = {
    stroke: colours.quiet,
    font: colours.font,
    grid: { stroke: colours.grid, width: 1 },
    ticks: { show: false },
  };
  const clock = (_: uPlot, times: readonly number[]) => times.map((time) => clockText(time * 1000));
  const numbers = (_: uPlot, values: readonly number[]) => values.map(shortNumber);
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { sync: { key: SYNC }, drag: { x: false, y: false }, y: false },
    scales: {
      x: { time: false, auto: false },
      y: { range: (_, __, most) => [0, plan.top ?? (most > 0 ? most * 1.1 : 1)] },
    },
    axes: [
      { ...axis, values: clock, incrs: CLOCK_STEPS_S, size: 24, space: 70 },
      { ...axis, values: numbers, size: AXIS_WIDTH, space: 24 },
    ],
    series: [
      {},
      ...plan.lines.map((_, at) => ({
        stroke: lineColour(colours, at),
        dash: [...lineDash(at)],
        width: 1.25,
        points: { show: false },
      })),
    ],
  };
}

function readByKeys(plot: HTMLElement, chart: uPlot, onRow: (row: number) => void): void {
  plot.addEventListener('keydown', (event) => {
    const last = chart.data[0].length - 1;
    const row = chart.cursor.idx ?? last;
    const next = { ArrowLeft: row - 1, ArrowRight: row + 1, Home: 0, End: last }[event.key];
    if (event.key === 'Escape') chart.setCursor({ left: -10, top: -10 });
    if (next === undefined || last < 0) return;
    event.preventDefault();
    const wanted = Math.min(Math.max(next, 0), last);
    chart.setCursor({ left: chart.valToPos(chart.data[0][wanted] ?? 0, 'x'), top: 0 });
    onRow(wanted);
  });
  plot.addEventListener('blur', () => {
    chart.setCursor({ left: -10, top: -10 });
  });
}
