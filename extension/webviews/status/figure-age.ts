import type { StatusState } from '../../contracts/status-messages';

const MISSED_READINGS = 3;
const SOON_MS = 3000;

/** True when no figures come: of a lost target at once, else when several readings did not come. */
export function areOld({ link, sampledAt, intervalMs }: StatusState, now: number): boolean {
  if (sampledAt === null || link.kind !== 'live') return link.kind === 'lost';
  return now - sampledAt > Math.max(MISSED_READINGS * intervalMs, SOON_MS);
}

const MINUTE_S = 60;
const HOUR_S = 3600;

export function ageText(milliseconds: number): string {
  const seconds = Math.max(Math.round(milliseconds / 1000), 0);
  if (seconds < 2 * MINUTE_S) return `These figures are ${seconds} s old`;
  if (seconds < 2 * HOUR_S) return `These figures are ${Math.floor(seconds / MINUTE_S)} min old`;
  return `These figures are ${Math.floor(seconds / HOUR_S)} h old`;
}
