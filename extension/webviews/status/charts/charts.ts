import '@vscode-elements/elements/dist/vscode-button/index.js';
import type { SavedFormat } from '../../../contracts/panel';
import type { StatusState } from '../../../contracts/status-messages';
import { seriesCsv } from '../../../core/metrics/csv';
import { figuresOf } from '../../../core/metrics/figures';
import { element, setText } from '../../kit/element';
import { ChartBoard } from './chart-board';
import { lineColour, onThemeChange, readColours } from './chart-colours';
import { chartData } from './chart-data';
import { marksBetween, markText } from './chart-marks';
import { chartPicture } from './chart-picture';
import type { ChartPlan } from './chart-plan';
import { clockText } from './chart-text';
import { ChartView } from './chart-view';
import { createWindowChoice } from './window-choice';

export interface ChartsOptions {
  readonly kept: unknown;
  readonly keep: (minutes: number) => void;
  readonly onSave: (format: SavedFormat, content: string) => void;
}

interface Shown {
  readonly plan: ChartPlan;
  readonly view: ChartView;
}

/** The charts of the status panel with what is above and below them; draws after `draw` only. */
export class Charts {
  readonly board = new ChartBoard();
  readonly section = element('section', { className: 'charts' });
  readonly #options: ChartsOptions;
  readonly #window: ReturnType<typeof createWindowChoice>;
  readonly #pause = button('Pause', 'debug-pause', () => {
    this.#setPaused(!this.board.isPaused);
  });
  readonly #grid = element('div', { className: 'chart-grid' });
  readonly #marks = element('ul', { className: 'marks', attributes: { 'aria-label': 'Marks' } });
  #heading = '';
  #shown: readonly Shown[] = [];
  #key = '';
  #isAsked = false;

  constructor(options: ChartsOptions) {
    this.#options = options;
    this.#window = createWindowChoice(options.kept, (minutes) => {
      options.keep(minutes);
      this.draw();
    });
    const csv = button('CSV', 'save', () => {
      this.#saveCsv();
    });
    const png = button('PNG', 'device-camera', () => {
      options.onSave('png', this.#picture());
    });
    csv.setAttribute('aria-label', 'Save the figures shown as CSV');
    png.setAttribute('aria-label', 'Save the charts as PNG');
    const tools = [this.#window.select, this.#pause, csv, png];
    this.section.append(
      element('div', { className: 'chart-tools', children: tools }),
      this.#grid,
      this.#marks,
    );
    this.section.hidden = true;
    new ResizeObserver(() => {
      for (const { view } of this.#shown) view.resize(this.#chartWidth());
    }).observe(this.#grid);
    onThemeChange(() => {
      this.#key = '';
      this.draw();
    });
  }

  /** The panel's state: its reading goes to the charts, what it is of above an exported picture. */
  take({ sample, sampledAt, target, kernel }: StatusState): void {
    const parts = [sample?.ops ?? null, target, kernel === null ? null : `Linux ${kernel}`];
    this.#heading = parts.filter((part) => part !== null).join(' · ');
    if (sample === null) return;
    this.board.push(sample.timeMs, figuresOf(sample));
    if (sampledAt !== null) this.board.epochMs = sampledAt - sample.timeMs;
  }

  /** Once a frame, however often it is asked for. */
  draw(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    requestAnimationFrame(() => {
      this.#isAsked = false;
      this.#draw();
    });
  }

  #draw(): void {
    const { board } = this;
    const windowMs = this.#window.milliseconds;
    const plans = board.plans(windowMs);
    this.section.hidden = plans.length === 0 || board.series.length === 0;
    if (this.section.hidden) return;
    this.#make(plans);
    const range = board.range(windowMs);
    const marks = marksBetween(board.marks, range);
    for (const { plan, view } of this.#shown) {
      const data = chartData(board.series, plan.lines, range);
      view.show({ data, ...range, epochMs: board.epochMs, marks });
    }
    const texts = marks.map(
      (mark) => `${clockText(mark.timeMs + board.epochMs)} ${markText(mark)}`,
    );
    this.#showMarks(texts);
  }

  /** Charts are made anew only when their lines change, so that none loses the focus. */
  #make(plans: readonly ChartPlan[]): void {
    const key = JSON.stringify(plans);
    if (key === this.#key) return;
    this.#key = key;
    const focused = this.#shown.findIndex(({ view }) =>
      view.figure.contains(document.activeElement),
    );
    const title = this.#shown[focused]?.plan.title;
    for (const { view } of this.#shown) view.destroy();
    const colours = readColours();
    this.#grid.replaceChildren();
    this.#shown = plans.map((plan) => ({
      plan,
      view: new ChartView(plan, colours, this.#chartWidth()),
    }));
    this.#grid.append(...this.#shown.map(({ view }) => view.figure));
    for (const { view } of this.#shown) view.resize(this.#chartWidth());
    this.#shown.find(({ plan }) => plan.title === title)?.view.focus();
  }

  #chartWidth(): number {
    const column = getComputedStyle(this.#grid).gridTemplateColumns.split(' ')[0] ?? '';
    const width = Number.parseFloat(column);
    return Number.isFinite(width) && width > 0 ? width : MIN_WIDTH;
  }

  #showMarks(texts: readonly string[]): void {
    this.#marks.hidden = texts.length === 0;
    const latest = texts.slice(-MARKS_LISTED);
    while (this.#marks.children.length > latest.length) this.#marks.lastElementChild?.remove();
    for (const [at, text] of latest.entries()) {
      const item = this.#marks.children[at];
      if (item instanceof HTMLElement) setText(item, text);
      else this.#marks.append(element('li', { text }));
    }
  }

  #setPaused(paused: boolean): void {
    this.board.pause(paused);
    setText(this.#pause, paused ? 'Go On' : 'Pause');
    this.#pause.setAttribute('icon', paused ? 'debug-continue' : 'debug-pause');
    this.draw();
  }

  #saveCsv(): void {
    const { series, epochMs } = this.board;
    const range = this.board.range(this.#window.milliseconds);
    this.#options.onSave('csv', seriesCsv(series, { ...range, epochMs }));
  }

  #picture(): string {
    const colours = readColours();
    const parts = this.#shown.map(({ plan, view }) => ({
      title: plan.title,
      canvas: view.canvas,
      legend: view.legendTexts.map((text, at) => [lineColour(colours, at), text] as const),
    }));
    return chartPicture(this.#heading, parts, colours);
  }
}

const MIN_WIDTH = 160;
const MARKS_LISTED = 8;

function button(text: string, icon: string, onClick: () => void): HTMLElement {
  const made = element('vscode-button', { text, attributes: { icon, secondary: '' } });
  made.addEventListener('click', onClick);
  return made;
}
