import type { DoctorFacts } from '../../../core/sched-ext/doctor-facts';
import { faulty, fine, type Found, type Subject } from '../check';
import { asRoot, type Examination } from './examination';

const CLOCK: Subject = ['clock', 'clock'];

/** More than this and what happened here and there can't be put in order by its times. */
const CONFUSING_MS = 2000;

/** The target's clock against this machine's. Milliseconds. */
export interface ClockOffset {
  /** Above 0: the target's clock is ahead. */
  readonly offsetMs: number;
  /** Half of the round trip: the truth lies within this of `offsetMs`. */
  readonly uncertaintyMs: number;
}

/**
 * The target read its clock between `askedAt` and `heardAt` of this machine's. A clock of whole seconds is
 * half of one behind, give or take as much.
 */
export function clockOffset(
  { clockMs, clockIsWhole }: Pick<DoctorFacts, 'clockMs' | 'clockIsWhole'>,
  askedAt: number,
  heardAt: number,
): ClockOffset | null {
  if (clockMs === null) return null;
  const half = clockIsWhole ? 500 : 0;
  return {
    offsetMs: clockMs + half - (askedAt + heardAt) / 2,
    uncertaintyMs: (heardAt - askedAt) / 2 + half,
  };
}

export function clockCheck(examined: Examination): Found {
  const { clock, more } = examined;
  if (clock === null) {
    return faulty(CLOCK, 'unknown', {
      detail: 'it does not say its time',
      effect: 'Times in its logs may be other than here',
    });
  }
  const far = Math.abs(clock.offsetMs);
  const margin = `± ${seconds(clock.uncertaintyMs)}`;
  if (far - clock.uncertaintyMs <= CONFUSING_MS) {
    return fine(
      CLOCK,
      far <= clock.uncertaintyMs
        ? `as here, to within ${seconds(clock.uncertaintyMs)}`
        : `${describeOffset(clock)} (${margin})`,
    );
  }
  return faulty(CLOCK, 'warning', {
    detail: `${describeOffset(clock)} (${margin})`,
    effect: 'Its logs and files carry other times than what is shown here',
    nextStep: more.tools.has('timedatectl')
      ? 'Let it set its clock by the network:'
      : 'Set its clock, or this one.',
    command: more.tools.has('timedatectl') ? asRoot(examined, 'timedatectl set-ntp true') : null,
  });
}

function describeOffset({ offsetMs }: ClockOffset): string {
  return `${duration(Math.abs(offsetMs))} ${offsetMs > 0 ? 'ahead of' : 'behind'} this machine`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

function duration(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes < 2) return `${(ms / 1000).toFixed(1)} s`;
  if (minutes < 90) return `${Math.round(minutes)} minutes`;
  const hours = minutes / 60;
  return hours < 48 ? `${Math.round(hours)} hours` : `${Math.round(hours / 24)} days`;
}
