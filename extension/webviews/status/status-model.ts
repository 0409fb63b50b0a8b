import type { StatusSample, StatusState } from '../../contracts/status-messages';
import type { ActionButton } from '../kit/buttons';
import { linkMessage } from '../kit/link-message';

export interface EventRow {
  readonly name: string;
  readonly count: string;
  /** A second; '' where two readings can't be compared. */
  readonly rate: string;
  readonly isZero: boolean;
}

/** What the status panel shows, as text. */
export interface StatusModel {
  readonly tone: 'running' | 'quiet' | 'busy' | 'lost';
  readonly title: string;
  /** Target and kernel; '' when none is selected. */
  readonly place: string;
  readonly text: string;
  readonly buttons: readonly ActionButton[];
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly events: readonly EventRow[];
  /** How old the figures are; '' while they are live. */
  readonly age: string;
}

const UNLOAD: ActionButton = {
  label: 'Unload',
  icon: 'debug-stop',
  action: 'unload',
  secondary: false,
};
const KERNEL_LOG: ActionButton = {
  label: 'Kernel Log',
  icon: 'output',
  action: 'showKernelLog',
  secondary: true,
};

/** `now`: this machine's clock, as in the state. */
export function statusModel(state: StatusState, now: number): StatusModel {
  const [before, after] = state.samples;
  const last = after ?? before ?? null;
  const message = linkMessage(state.link, state.target, 'The state of the scheduler');
  const figures = last === null ? NO_FIGURES : figuresOf(last, after ? (before ?? null) : null);
  const place = placeOf(state);
  if (message !== null) {
    const isLost = state.link.kind === 'lost';
    return {
      ...message,
      ...(isLost ? figures : NO_FIGURES),
      tone: isLost ? 'lost' : state.link.kind === 'connecting' ? 'busy' : 'quiet',
      place,
      age: isLost && state.sampledAt !== null ? ageText(now - state.sampledAt) : '',
    };
  }
  if (last === null) return { ...EMPTY, tone: 'busy', title: 'Reading…', place };
  return { ...liveModel(state, last), ...figures, place, age: '' };
}

const NO_FIGURES = { facts: [], events: [] } as const;
const EMPTY = { text: '', buttons: [], age: '', ...NO_FIGURES } as const;

function placeOf({ target, kernel }: StatusState): string {
  return [target, kernel === null ? null : `Linux ${kernel}`]
    .filter((part) => part !== null)
    .join(' · ');
}

function liveModel(
  { ownOps }: StatusState,
  { state, ops }: StatusSample,
): Pick<StatusModel, 'tone' | 'title' | 'text' | 'buttons'> {
  if (state === null) {
    return {
      tone: 'quiet',
      title: 'No sched_ext here',
      text: 'This kernel has no sched_ext: it takes Linux 6.12 or later with CONFIG_SCHED_CLASS_EXT.',
      buttons: [],
    };
  }
  if (ops === null || state === 'disabled') {
    return {
      tone: 'quiet',
      title: 'No scheduler loaded',
      text: 'The kernel runs its own. Open a .bpf.c file and press the play button to load one.',
      buttons: [KERNEL_LOG],
    };
  }
  return {
    tone: state === 'enabled' ? 'running' : 'busy',
    title: ops,
    text:
      ownOps === ops ? `${state}, loaded by this window` : `${state}, not loaded by this window`,
    buttons: ownOps === ops ? [UNLOAD, KERNEL_LOG] : [KERNEL_LOG],
  };
}

function figuresOf(
  last: StatusSample,
  before: StatusSample | null,
): Pick<StatusModel, 'facts' | 'events'> {
  const rows: readonly (readonly [string, string | null])[] = [
    ['State', last.state],
    ['Tasks in the ext class', numberText(last.extTasks)],
    ['Tasks rejected', numberText(last.nrRejected)],
    ['All tasks switched', last.switchAll === null ? null : last.switchAll ? 'yes' : 'no'],
    ['Loads since boot', numberText(last.enableSeq)],
  ];
  return {
    facts: rows.flatMap(([label, value]) => (value === null ? [] : [[label, value] as const])),
    events: last.events.map(([name, count]) => ({
      name: name.replace(/^SCX_EV_/, ''),
      count: count.toLocaleString('en'),
      rate: rateText(name, count, last, before),
      isZero: count === 0,
    })),
  };
}

function rateText(
  name: string,
  count: number,
  last: StatusSample,
  before: StatusSample | null,
): string {
  // Counters begin again with every scheduler.
  if (before?.enableSeq !== last.enableSeq || before.ops !== last.ops) return '';
  const [, earlier] = before.events.find(([known]) => known === name) ?? [];
  const seconds = (last.timeMs - before.timeMs) / 1000;
  if (earlier === undefined || seconds <= 0) return '';
  const rate = Math.max(count - earlier, 0) / seconds;
  if (rate === 0) return '0/s';
  return `${rate < 10 ? rate.toFixed(1) : Math.round(rate).toLocaleString('en')}/s`;
}

function numberText(value: number | null): string | null {
  return value === null ? null : value.toLocaleString('en');
}

const MINUTE_S = 60;
const HOUR_S = 3600;

function ageText(milliseconds: number): string {
  const seconds = Math.max(Math.round(milliseconds / 1000), 0);
  if (seconds < 2 * MINUTE_S) return `These figures are ${seconds} s old`;
  if (seconds < 2 * HOUR_S) return `These figures are ${Math.floor(seconds / MINUTE_S)} min old`;
  return `These figures are ${Math.floor(seconds / HOUR_S)} h old`;
}
