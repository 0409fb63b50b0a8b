import { ok, type Outcome } from '../../../core/findings/problem';
import type { RunningLab } from '../../../hosts/lab';
import type { Invocation } from '../../command';
import { usageProblem } from '../../usage';

/** The kept lab that the first operand names; without one, the only lab that is kept. */
export async function chooseKeptLab({
  arguments: words,
  labs,
}: Invocation): Promise<Outcome<RunningLab>> {
  const kept = await labs.list();
  const [name] = words.operands;
  const fitting = name === undefined ? kept : kept.filter((lab) => answersTo(lab, name));
  const [only] = fitting;
  if (only && fitting.length === 1) return ok(only);
  const names = kept.map((lab) => lab.name).join(', ');
  if (kept.length === 0) {
    return usageProblem(
      'Could not choose a lab: none is kept running',
      'Start one: scx-studio lab start --keep',
    );
  }
  return usageProblem(
    name === undefined
      ? `Could not choose a lab: ${kept.length} are kept running`
      : `Could not find a lab "${name}"`,
    `Name one of ${names}.`,
  );
}

/** A lab goes by the name it was started with and by its kernel's release. */
export function answersTo({ name, kernel }: RunningLab, wanted: string): boolean {
  return name === wanted || kernel === wanted;
}
