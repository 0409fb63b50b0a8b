import { element, setText } from './element';

/** A row of figures; its key stays the same while its figures change. */
export interface FigureRow {
  readonly key: string;
  readonly label: string;
  /** One a column after the label's. */
  readonly cells: readonly string[];
  /** Nothing happened: drawn back. */
  readonly isQuiet?: boolean;
  /** Opens under the label; '' for none. */
  readonly details?: string;
  /** 0 to 1, drawn as a bar in the row; null for no bar. */
  readonly meter?: number | null;
}

interface Drawn {
  readonly row: HTMLElement;
  readonly cells: readonly HTMLElement[];
}

/** A table whose rows are made anew only when their keys change: what is open or selected stays so. */
export function createFigureTable(caption: string, columns: readonly string[]) {
  const body = element('tbody');
  const heads = columns.map((text) => element('th', { text, attributes: { scope: 'col' } }));
  const table = element('table', {
    className: 'figures',
    children: [
      element('caption', { text: caption }),
      element('thead', { children: [element('tr', { children: heads })] }),
      body,
    ],
  });
  let keys = '';
  let drawn: readonly Drawn[] = [];
  return {
    table,
    show(rows: readonly FigureRow[]): void {
      const wanted = JSON.stringify(rows.map(({ key, details }) => [key, details]));
      if (wanted !== keys) {
        keys = wanted;
        drawn = rows.map((row) => drawRow(row));
        body.replaceChildren(...drawn.map(({ row }) => row));
      }
      table.hidden = rows.length === 0;
      for (const [at, { row, cells }] of drawn.entries()) {
        const figures = rows[at];
        if (!figures) continue;
        row.classList.toggle('zero', figures.isQuiet === true);
        for (const [column, cell] of cells.entries()) setText(cell, figures.cells[column] ?? '');
        setMeter(row, figures.meter ?? null);
      }
    },
  };
}

function drawRow({ label, details, cells }: FigureRow): Drawn {
  const made = cells.map(() => element('td'));
  const name =
    details === undefined || details === ''
      ? element('span', { text: label, attributes: { title: label } })
      : element('details', {
          children: [
            element('summary', { text: label, attributes: { title: label } }),
            element('p', { text: details }),
          ],
        });
  // The name of the row is the label alone, not what opens under it.
  const attributes = { scope: 'row', 'aria-label': label };
  const head = element('th', { attributes, children: [name] });
  return { row: element('tr', { children: [head, ...made] }), cells: made };
}

/** A bar behind the row; the figure itself stands in a cell, for everybody. */
function setMeter(row: HTMLElement, share: number | null): void {
  const percent = share === null ? 0 : Math.round(Math.min(Math.max(share, 0), 1) * 100);
  row.style.setProperty('--meter', `${percent}%`);
}
