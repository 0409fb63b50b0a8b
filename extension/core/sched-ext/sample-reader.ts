import type { CpuTime, Sample } from './target';

/** Collects the lines of remote/status.sh into samples. Lines it does not know are passed over. */
export interface SampleReader {
  /** The finished sample when `line` was the last of one, else null. */
  push(line: string): Sample | null;
}

export function createSampleReader(): SampleReader {
  let reading = new Reading();
  let extTasks: number | null = null;
  let subs: ReadonlyMap<string, string> = new Map();
  return {
    push(line) {
      if (line !== 'end') {
        reading.take(line);
        return null;
      }
      // Tasks are counted now and then only: the last count holds while the scheduler stays.
      const isEnabled = reading.text('state') === 'enabled';
      extTasks = reading.count('ext_tasks') ?? (isEnabled ? extTasks : null);
      subs = reading.subs ?? (isEnabled ? subs : new Map());
      const sample = { ...reading.sample(extTasks), subs };
      reading = new Reading();
      return sample;
    },
  };
}

class Reading {
  readonly #values = new Map<string, string>();
  readonly #events = new Map<string, number>();
  readonly #cpus = new Map<number, CpuTime>();
  readonly #waited = new Map<number, number>();
  readonly #pressure = new Map<string, number>();
  readonly #caps = new Map<string, string>();
  /** null: they were not listed this time. */
  subs: Map<string, string> | null = null;

  take(line: string): void {
    const [, key = '', value = ''] = /^(\S+) ?(.*)$/.exec(line) ?? [];
    const [first = '', second = '', third = ''] = value.trim().split(' ');
    switch (key) {
      case 'event':
        if (isCount(second)) this.#events.set(first, Number(second));
        return;
      case 'subs':
        this.subs = new Map();
        return;
      case 'sub':
        this.subs?.set(first, value.slice(first.length + 1));
        return;
      case 'cap':
        this.#caps.set(first.replace(/:$/, ''), value.slice(first.length).trim());
        return;
      case 'cpu':
        if ([first, second, third].every(isCount)) {
          this.#cpus.set(Number(first), { busy: Number(second), idle: Number(third) });
        }
        return;
      case 'delay':
        if (isCount(first) && isCount(third)) this.#waited.set(Number(first), Number(third));
        return;
      case 'pressure':
        if (isCount(third)) this.#pressure.set(`${first} ${second}`, Number(third));
        return;
      default:
        this.#values.set(key, value.trim());
    }
  }

  text(key: string): string | null {
    return this.#values.get(key) ?? null;
  }

  count(key: string): number | null {
    const value = this.#values.get(key) ?? '';
    return isCount(value) ? Number(value) : null;
  }

  sample(extTasks: number | null): Omit<Sample, 'subs'> {
    const switchAll = this.count('switch_all');
    return {
      timeMs: Math.round(Number(this.text('uptime') ?? 'NaN') * 1000),
      state: this.text('state'),
      ops: this.text('ops'),
      enableSeq: this.count('enable_seq'),
      switchAll: switchAll === null ? null : switchAll === 1,
      nrRejected: this.count('nr_rejected'),
      extTasks,
      caps: this.#caps,
      events: this.#events,
      cpus: this.#cpus,
      waitedNs: this.#waited,
      contextSwitches: this.count('ctxt'),
      runnable: this.count('procs_running'),
      pressureUs: this.#pressure,
    };
  }
}

function isCount(text: string): boolean {
  return /^\d+$/.test(text);
}
