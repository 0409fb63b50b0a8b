/** The rows that are selected: from `anchor` to `active`, as ids; null while none was chosen. */
export interface RowSelection {
  readonly anchor: number;
  readonly active: number;
}

export function isSelected(id: number, selection: RowSelection | null): boolean {
  if (selection === null) return false;
  const { anchor, active } = selection;
  return id >= Math.min(anchor, active) && id <= Math.max(anchor, active);
}

/** Rows a page key moves by, beside the one that stays seen. */
export interface Steps {
  readonly page: number;
  readonly count: number;
}

/** The index that a key leads to from `index`; null for keys that do not move. */
export function movedIndex(key: string, index: number, { page, count }: Steps): number | null {
  const last = count - 1;
  const to: Readonly<Record<string, number>> = {
    ArrowUp: index - 1,
    ArrowDown: index + 1,
    PageUp: index - page,
    PageDown: index + page,
    Home: 0,
    End: last,
  };
  const wanted = to[key];
  return wanted === undefined || count === 0 ? null : Math.min(Math.max(wanted, 0), last);
}
