import type { StatusCpu, StatusEvent, StatusSample } from '../../contracts/status-messages';
import { ratesBetween, type Rates } from '../../core/metrics/rates';
import { eventCounter, NANOSECOND_COUNTERS } from '../../core/sched-ext/event-counters';
import type { Sample } from '../../core/sched-ext/target';

/** A sample as the panel takes it; `before` null for the first one. */
export function statusSample(sample: Sample, before: Sample | null): StatusSample {
  const rates = before === null ? null : ratesBetween(before, sample);
  const { timeMs, state, ops, enableSeq, switchAll, nrRejected, extTasks, runnable } = sample;
  return {
    ...{ timeMs, state, ops, enableSeq, switchAll, nrRejected, extTasks, runnable },
    contextSwitches: rates?.contextSwitches ?? null,
    events: [...sample.events].map(([name, count]) => eventOf(name, count, rates)),
    subs: [...sample.subs],
    caps: [...sample.caps],
    cpus: [...sample.cpus.keys()].sort((one, other) => one - other).map((cpu) => cpuOf(cpu, rates)),
    pressure: [...sample.pressureUs.keys()].map((kind) => [
      kind,
      rates?.pressure.get(kind) ?? null,
    ]),
  };
}

function eventOf(name: string, count: number, rates: Rates | null): StatusEvent {
  const words = eventCounter(name);
  return {
    name,
    count,
    rate: rates?.events.get(name) ?? null,
    unit: NANOSECOND_COUNTERS.has(name) ? 'nanoseconds' : 'events',
    explanation: words === null ? '' : `${words.meaning} Worry: ${lowered(words.worry)}`,
  };
}

function cpuOf(cpu: number, rates: Rates | null): StatusCpu {
  return {
    cpu,
    busy: rates?.busy.get(cpu) ?? null,
    waitedNs: rates?.waited.get(cpu) ?? null,
  };
}

function lowered(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
