import type { KnownSources, LogSubject } from '../../contracts/kernel-log-messages';
import type { SourceReference } from '../../contracts/source-reference';
import { sourceReferences, type ReferenceSpan } from '../../core/kernel-log/source-references';
import { element, setText } from '../kit/element';
import type { LogRow } from './row-store';
import { LEVEL_NAMES, partsOf, timeText, toneOf } from './row-text';

/** What a row looks like beside its own text. */
export interface RowLook {
  readonly subject: LogSubject;
  readonly labels: readonly string[];
  readonly known: KnownSources;
  /** What is searched for, in lower case; '' for nothing. */
  readonly found: string;
}

/** Of a longer row that much is shown; its details have all of it. */
const SHOWN_CHARACTERS = 2000;

const CELLS = ['time', 'level', 'label', 'text'] as const;

/** Fills the element of one row: cells are made once, and the text's parts only when they differ. */
export function fillLogRow(target: HTMLElement, row: LogRow, look: RowLook): void {
  if (target.childElementCount === 0) {
    for (const className of CELLS) {
      target.append(element('span', { className, attributes: { role: 'gridcell' } }));
    }
  }
  const [time, level, label, text] = target.children as Iterable<Element> as Iterable<HTMLElement>;
  if (!time || !level || !label || !text) return;
  const [task, line] = partsOf(row.text, look.subject);
  setData(target, 'tone', toneOf(row, look.subject));
  setData(target, 'label', row.label === null ? '' : 'yes');
  setText(time, timeText(row));
  const name = row.label === null ? '' : (look.labels[row.label] ?? '');
  setText(level, look.subject === 'bpf-output' ? task : levelName(row));
  setText(label, name);
  const key = `${look.found}\n${line}`;
  if (text.dataset['key'] === key && text.dataset['known'] === knownKey(look)) return;
  setData(text, 'key', key);
  setData(text, 'known', knownKey(look));
  text.replaceChildren(...textParts(line, look));
}

function setData(target: HTMLElement, name: string, value: string): void {
  if (target.dataset[name] !== value) target.dataset[name] = value;
}

const levelName = ({ level }: LogRow) => (level === null ? '' : (LEVEL_NAMES[level] ?? ''));

const knownKey = ({ known }: RowLook) =>
  `${known.files.length} ${known.functions.length} ${known.operations.length}`;

/** The references of a row that the workspace has sources of. */
export function knownReferences(text: string, { known }: RowLook): readonly ReferenceSpan[] {
  return sourceReferences(text).filter(({ reference }) => isKnown(reference, known));
}

function isKnown(reference: SourceReference, known: KnownSources): boolean {
  switch (reference.kind) {
    case 'line':
      return known.files.includes(reference.file);
    case 'function':
      return known.functions.some((name) => name.startsWith(reference.name));
    case 'operation':
      return known.operations.includes(reference.name);
    case 'printed':
      return true;
  }
}

function textParts(line: string, look: RowLook): readonly Node[] {
  const shown = line.slice(0, SHOWN_CHARACTERS);
  const parts: Node[] = [];
  let at = 0;
  for (const { start, end, reference } of knownReferences(shown, look)) {
    parts.push(...marked(shown.slice(at, start), look.found));
    parts.push(linkTo(shown.slice(start, end), reference));
    at = end;
  }
  parts.push(...marked(shown.slice(at), look.found));
  const rest = line.length - shown.length;
  if (rest > 0)
    parts.push(
      element('span', {
        className: 'rest',
        text: ` … ${rest.toLocaleString('en')} more characters (Enter shows all)`,
      }),
    );
  return parts;
}

function linkTo(text: string, reference: SourceReference): HTMLElement {
  const link = element('button', {
    className: 'source',
    text,
    attributes: { type: 'button', tabindex: '-1', title: 'Open in the source' },
  });
  link.dataset['reference'] = JSON.stringify(reference);
  return link;
}

/** Text with what is searched for marked. */
function marked(text: string, found: string): readonly Node[] {
  if (found === '') return text === '' ? [] : [document.createTextNode(text)];
  const parts: Node[] = [];
  const lower = text.toLowerCase();
  let at = 0;
  for (let hit = lower.indexOf(found); hit >= 0; hit = lower.indexOf(found, at)) {
    parts.push(document.createTextNode(text.slice(at, hit)));
    at = hit + found.length;
    parts.push(element('mark', { text: text.slice(hit, at) }));
  }
  parts.push(document.createTextNode(text.slice(at)));
  return parts;
}
