import type { DoctorRow, DoctorState } from '../../contracts/doctor-messages';

export type Tone = DoctorRow['status'] | 'busy' | 'empty';

/** What the panel shows. */
export interface DoctorModel {
  readonly title: string;
  readonly tone: Tone;
  /** Said to screen readers when it changes. */
  readonly summary: string;
  readonly isBusy: boolean;
  readonly sections: readonly DoctorSection[];
}

export interface DoctorSection {
  readonly title: string;
  /** What asks for something, the worst first. */
  readonly faults: readonly DoctorRow[];
  /** What is as it should be. */
  readonly fine: readonly DoctorRow[];
}

const WORST_FIRST: readonly DoctorRow['status'][] = ['missing', 'unknown', 'warning'];

export function doctorModel(state: DoctorState): DoctorModel {
  const { target, step, checks } = state;
  return {
    title: titleOf(target),
    tone: step === null ? toneOf(checks) : 'busy',
    summary: step ?? (checks.length === 0 ? 'Not checked: the check was cancelled' : state.verdict),
    isBusy: step !== null,
    sections: [
      section(target === null ? 'Target' : `Target ${target}`, checks, 'target'),
      section('This machine', checks, 'here'),
    ].filter(({ faults, fine }) => faults.length + fine.length > 0),
  };
}

function titleOf(target: string | null): string {
  if (target === null) return 'Check of this machine';
  return target === 'local'
    ? 'Check of this machine, also as a target'
    : `Check of ${target} and this machine`;
}

function toneOf(checks: readonly DoctorRow[]): Tone {
  if (checks.length === 0) return 'empty';
  return WORST_FIRST.find((status) => checks.some((row) => row.status === status)) ?? 'ok';
}

function section(
  title: string,
  all: readonly DoctorRow[],
  where: DoctorRow['where'],
): DoctorSection {
  const rows = all.filter((row) => row.where === where);
  return {
    title,
    faults: WORST_FIRST.flatMap((status) => rows.filter((row) => row.status === status)),
    fine: rows.filter(({ status }) => status === 'ok'),
  };
}
