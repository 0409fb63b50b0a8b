/** Messages to the doctor's panel. */

/** One thing that the loop needs (workflows/doctor Check). */
export interface DoctorRow {
  readonly where: 'here' | 'target';
  readonly code: string;
  readonly name: string;
  readonly status: 'ok' | 'missing' | 'warning' | 'unknown';
  readonly detail: string;
  readonly effect: string | null;
  readonly nextStep: string | null;
  readonly command: string | null;
}

export interface DoctorState {
  /** As people write it: `lab:6.18`; null when this machine alone is looked at. */
  readonly target: string | null;
  /** What is being done, while it is; null when the report is there. */
  readonly step: string | null;
  /** All in a sentence; '' before there is a report. */
  readonly verdict: string;
  readonly checks: readonly DoctorRow[];
  /** The report as it goes into a bug report. */
  readonly text: string;
}

export interface ToDoctorPanel {
  readonly kind: 'state';
  readonly state: DoctorState;
}
