import { readGalleryMessage, type SchedulerForm } from '../../contracts/gallery-messages';

/** What a page leaves to the next one of its panel, when VS Code drops a hidden one. */
export interface KeptGallery {
  readonly filter: string;
  /** null: the templates are shown. */
  readonly form: SchedulerForm | null;
}

/** Reads what was kept, by whichever version of this page. */
export function keptGallery(value: unknown): KeptGallery {
  if (typeof value !== 'object' || value === null) return { filter: '', form: null };
  const filter = 'filter' in value && typeof value.filter === 'string' ? value.filter : '';
  const form = 'form' in value ? value.form : null;
  const message = readGalleryMessage({ kind: 'plan', serial: 0, form });
  return { filter, form: message !== null && 'form' in message ? message.form : null };
}
