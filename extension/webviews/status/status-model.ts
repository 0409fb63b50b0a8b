import type {
  StatusCost,
  StatusCpu,
  StatusEvent,
  StatusSample,
  StatusState,
} from '../../contracts/status-messages';
import type { ActionButton } from '../kit/buttons';
import type { FigureRow } from '../kit/figure-table';
import { linkMessage } from '../kit/link-message';
import { ageText, areOld } from './figure-age';
import { durationText, lastingText, numberText, percentText, rateText } from './figure-text';

/** What the status panel shows, as text. */
export interface StatusModel {
  readonly tone: 'running' | 'quiet' | 'busy' | 'lost';
  readonly title: string;
  /** Target and kernel; '' when none is selected. */
  readonly place: string;
  readonly text: string;
  readonly buttons: readonly ActionButton[];
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly costs: readonly FigureRow[];
  readonly subs: readonly FigureRow[];
  readonly caps: readonly FigureRow[];
  readonly cpus: readonly FigureRow[];
  readonly pressure: readonly FigureRow[];
  readonly events: readonly FigureRow[];
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

/** `now`: the clock of `sentAt` in the state. */
export function statusModel(state: StatusState, now: number): StatusModel {
  const last = state.sample;
  const age = areOld(state, now) && state.sampledAt !== null ? ageText(now - state.sampledAt) : '';
  const message = linkMessage(state.link, state.target, 'The state of the scheduler');
  const figures = last === null ? NO_FIGURES : figuresOf(last, state);
  const place = placeOf(state);
  if (message !== null) {
    const isLost = state.link.kind === 'lost';
    return {
      ...message,
      ...(isLost ? figures : NO_FIGURES),
      tone: isLost ? 'lost' : state.link.kind === 'connecting' ? 'busy' : 'quiet',
      place,
      age,
    };
  }
  if (last === null) return { ...EMPTY, tone: 'busy', title: 'Reading…', place };
  return { ...liveModel(state, last), ...figures, place, age };
}

const NO_FIGURES = {
  ...{ facts: [], costs: [], subs: [], caps: [], cpus: [], pressure: [], events: [] },
} as const;
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

type Figures = Pick<StatusModel, keyof typeof NO_FIGURES>;

function figuresOf(last: StatusSample, { costs, loadedAtMs }: StatusState): Figures {
  const rows: readonly (readonly [string, string | null])[] = [
    ['State', last.state],
    ['Loaded for', loadedAtMs === null ? null : lastingText(last.timeMs - loadedAtMs)],
    ['Tasks in the ext class', numberText(last.extTasks)],
    ['Tasks that can run', numberText(last.runnable)],
    ['Tasks rejected', numberText(last.nrRejected)],
    ['All tasks switched', last.switchAll === null ? null : last.switchAll ? 'yes' : 'no'],
    ['Context switches', last.contextSwitches === null ? null : rateText(last.contextSwitches)],
    ['Loads since boot', numberText(last.enableSeq)],
  ];
  return {
    facts: rows.flatMap(([label, value]) => (value === null ? [] : [[label, value] as const])),
    costs: (costs ?? []).map(costRow),
    subs: last.subs.map(([cgroup, ops]) => ({ key: cgroup, label: ops, cells: [cgroup] })),
    caps: capRows(last),
    cpus: last.cpus.map(cpuRow),
    pressure: last.pressure.map(([kind, share]) => ({
      key: kind,
      label: kind,
      cells: [percentText(share)],
      isQuiet: share === 0,
      meter: share,
    })),
    events: last.events.map(eventRow),
  };
}

/** A kernel lists them also where no scheduler shares CPUs with another one: all for no CPU. */
function capRows({ caps }: StatusSample): readonly FigureRow[] {
  if (caps.every(([, cpus]) => cpus === '')) return [];
  return caps.map(([name, cpus]) => ({
    ...{ key: name, label: name, cells: [cpus === '' ? 'none' : cpus] },
    isQuiet: cpus === '',
  }));
}

function costRow({ name, callsPerSecond, averageNs, totalNs, share }: StatusCost): FigureRow {
  return {
    key: name,
    label: name,
    cells: [
      rateText(callsPerSecond),
      durationText(averageNs),
      durationText(totalNs),
      percentText(share),
    ],
    isQuiet: averageNs === null,
    meter: share,
  };
}

function cpuRow({ cpu, busy, waitedNs }: StatusCpu): FigureRow {
  return {
    key: String(cpu),
    label: `CPU ${cpu}`,
    cells: [
      percentText(busy),
      percentText(busy === null ? null : 1 - busy),
      waitedNs === null ? '' : `${durationText(waitedNs)}/s`,
    ],
    meter: busy,
  };
}

function eventRow({ name, count, rate, unit, explanation }: StatusEvent): FigureRow {
  const isTime = unit === 'nanoseconds';
  return {
    key: name,
    label: name.replace(/^SCX_EV_/, ''),
    cells: isTime
      ? [durationText(count), rate === null ? '' : `${durationText(rate)}/s`]
      : [count.toLocaleString('en'), rateText(rate)],
    isQuiet: count === 0,
    details: explanation,
  };
}
