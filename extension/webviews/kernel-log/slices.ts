const SLICE_MS = 8;

/** Runs work that lasts in slices between frames; asked for again while it runs, it just goes on. */
export function inSlices(work: (isOver: () => boolean) => 'again' | 'done'): () => void {
  let isPlanned = false;
  const slice = () => {
    const end = performance.now() + SLICE_MS;
    isPlanned = work(() => performance.now() >= end) === 'again';
    if (isPlanned) setTimeout(slice, 0);
  };
  return () => {
    if (isPlanned) return;
    slice();
  };
}
