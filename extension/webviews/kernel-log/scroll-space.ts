/** Pixels of an element that every browser can scroll through, whatever the zoom. */
export const MAX_PIXELS = 6_000_000;

/**
 * How far a list of rows reaches, and how far its scroll bar: browsers end an element at some 17 to 33
 * million pixels, fewer when zoomed, and a million rows need 19 million. Beyond MAX_PIXELS the bar stands
 * for more than it measures.
 */
export interface ScrollSpace {
  readonly rows: number;
  readonly rowHeight: number;
  /** Pixels of the list that are seen. */
  readonly viewport: number;
}

function contentHeight({ rows, rowHeight }: ScrollSpace): number {
  return rows * rowHeight;
}

/** The height of the element that is scrolled. */
export function barHeight(space: ScrollSpace): number {
  return Math.min(contentHeight(space), MAX_PIXELS);
}

/** The last top that shows whole rows to the end. */
export function lastTop(space: ScrollSpace): number {
  return Math.max(contentHeight(space) - space.viewport, 0);
}

export function clampTop(top: number, space: ScrollSpace): number {
  return Math.min(Math.max(top, 0), lastTop(space));
}

/** Where the bar stands for a top of the content. */
export function barOfTop(top: number, space: ScrollSpace): number {
  const reach = barHeight(space) - space.viewport;
  const last = lastTop(space);
  return last <= 0 || reach <= 0 ? 0 : (top / last) * reach;
}

/**
 * The top after the bar moved: a step of less than what is seen moves the rows by as much, so that a wheel
 * is fine; a longer one goes where the bar points. At its ends the bar means the ends.
 */
export function topOfBar(
  bar: number,
  before: { readonly bar: number; readonly top: number },
  space: ScrollSpace,
): number {
  const reach = barHeight(space) - space.viewport;
  if (bar <= 0 || reach <= 0) return 0;
  if (bar >= reach - 1) return lastTop(space);
  const isWhole = contentHeight(space) <= MAX_PIXELS;
  if (isWhole) return clampTop(bar, space);
  const step = bar - before.bar;
  if (Math.abs(step) <= space.viewport) return clampTop(before.top + step, space);
  return (bar / reach) * lastTop(space);
}
