import type { Sample } from './target';

/** Collects the lines of remote/status.sh into samples. Lines it does not know are passed over. */
export interface SampleReader {
  /** The finished sample when `line` was the last of one, else null. */
  push(line: string): Sample | null;
}

export function createSampleReader(): SampleReader {
  let reading = new Reading();
  let extTasks: number | null = null;
  return {
    push(line) {
      if (line !== 'end') {
        reading.take(line);
        return null;
      }
      // Tasks are counted now and then only: the last count holds while the scheduler stays.
      const kept = reading.text('state') === 'enabled' ? extTasks : null;
      extTasks = reading.count('ext_tasks') ?? kept;
      const sample = reading.sample(extTasks);
      reading = new Reading();
      return sample;
    },
  };
}

class Reading {
  readonly #values = new Map<string, string>();
  readonly #events = new Map<string, number>();

  take(line: string): void {
    const [, key = '', value = ''] = /^(\S+) (.*)$/.exec(line) ?? [];
    if (key !== 'event') {
      this.#values.set(key, value.trim());
      return;
    }
    const [name = '', count = ''] = value.split(' ');
    if (/^\d+$/.test(count)) this.#events.set(name, Number(count));
  }

  text(key: string): string | null {
    return this.#values.get(key) ?? null;
  }

  count(key: string): number | null {
    const value = this.#values.get(key) ?? '';
    return /^\d+$/.test(value) ? Number(value) : null;
  }

  sample(extTasks: number | null): Sample {
    const ops = this.text('ops');
    const switchAll = this.count('switch_all');
    return {
      timeMs: Math.round(Number(this.text('uptime') ?? 'NaN') * 1000),
      state: this.text('state'),
      ops,
      enableSeq: this.count('enable_seq'),
      switchAll: switchAll === null ? null : switchAll === 1,
      nrRejected: this.count('nr_rejected'),
      extTasks,
      events: this.#events,
    };
  }
}
