import type { Outcome } from '../../core/findings/problem';
import type { Lab } from './lab';

export interface SharedLabs {
  /** The living lab of this kernel image; begins one when there is none. */
  get(image: string, begin: () => Promise<Outcome<Lab>>): Promise<Outcome<Lab>>;
}

/** One lab a kernel: two callers at once get the same one. */
export function createSharedLabs(): SharedLabs {
  const byImage = new Map<string, Promise<Outcome<Lab>>>();
  const living = new Set<Lab>();
  const afterEarlier = async (
    earlier: Promise<Outcome<Lab>> | undefined,
    begin: () => Promise<Outcome<Lab>>,
  ) => {
    const known = await earlier;
    // A boot that its caller cancelled is no answer to another one.
    if (known?.kind === 'ok' && living.has(known.value)) return known;
    const outcome = await begin();
    if (outcome.kind === 'ok') {
      const lab = outcome.value;
      living.add(lab);
      void lab.died.then(() => living.delete(lab));
    }
    return outcome;
  };
  return {
    get(image, begin) {
      const lab = afterEarlier(byImage.get(image), begin);
      byImage.set(image, lab);
      return lab;
    },
  };
}
