import type { ExitReport } from './exit-report';

/** What the report panel shows: why a scheduler ended, or how one that runs is. */
export type ShownReport =
  { readonly kind: 'end'; readonly report: ExitReport } | ({ readonly kind: 'state' } & StateDump);

/** A debug dump of a scheduler that goes on running. */
export interface StateDump {
  readonly target: string;
  /** null when it ended in between. */
  readonly ops: string | null;
  /** Clock of this machine, ISO 8601. */
  readonly takenAt: string;
  readonly dumpText: string;
  /** Lines that did not fit; the first ones are missing. */
  readonly lostLines: number;
}

export interface ToReportPanel {
  readonly kind: 'shown';
  readonly shown: ShownReport;
}

/**
 * A place that a report names, by its key: panels ask for places by keys, so that a page can open no other
 * file. null for a key of nothing.
 */
export function placeNamed(
  { findings, backtrace }: ExitReport,
  key: string,
): { readonly file: string; readonly line: number } | null {
  const [, list, index] = /^(finding|frame) (\d+)$/.exec(key) ?? [];
  const places = list === 'frame' ? backtrace : list === 'finding' ? findings : [];
  const { file = null, line = null } = places[Number(index)] ?? {};
  return file === null ? null : { file, line: line ?? 1 };
}
