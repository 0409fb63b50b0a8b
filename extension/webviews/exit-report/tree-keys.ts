/**
 * Keys of a tree as the ARIA practices have them: arrows, Home, End, Enter. Gives the key of the row that gets
 * the focus; null for keys that are no business of the tree.
 */
export function moveByKey(
  root: HTMLElement,
  key: string,
  toggle: (row: string, isOpen: boolean) => void,
): string | null {
  const rows = [...root.querySelectorAll<HTMLElement>('[role=treeitem]')];
  const at = rows.findIndex((row) => row === document.activeElement);
  const row = rows[at];
  if (!row) return null;
  const name = keyOf(row);
  const isOpen = row.getAttribute('aria-expanded') === 'true';
  switch (key) {
    case 'ArrowDown':
      return keyOf(rows[at + 1] ?? row);
    case 'ArrowUp':
      return keyOf(rows[at - 1] ?? row);
    case 'Home':
      return keyOf(rows[0] ?? row);
    case 'End':
      return keyOf(rows.at(-1) ?? row);
    case 'ArrowRight':
      if (!row.hasAttribute('aria-expanded')) return name;
      if (isOpen) return keyOf(itemIn(row.nextElementSibling) ?? row);
      toggle(name, true);
      return name;
    case 'ArrowLeft':
      if (!isOpen) return keyOf(parentOf(row) ?? row);
      toggle(name, false);
      return name;
    case 'Enter':
    case ' ':
      if (row.querySelector('dl, pre') !== null) return name; // There is nothing to do to it.
      toggle(name, !isOpen);
      return name;
    default:
      return null;
  }
}

const keyOf = (row: HTMLElement) => row.dataset['key'] ?? '';

/** A row stands before the group of those inside it; both are in one element. */
const itemIn = (inside: Element | null) =>
  inside?.querySelector<HTMLElement>('[role=treeitem]') ?? null;
const parentOf = (row: HTMLElement) =>
  row.parentElement?.parentElement?.parentElement?.querySelector<HTMLElement>(
    ':scope > [role=treeitem]',
  ) ?? null;
