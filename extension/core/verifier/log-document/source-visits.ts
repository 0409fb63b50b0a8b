import { commentPlace } from '../log/source-place';
import type { LogIndex } from '../log/log-index';

/** Where a log comes to the lines of the source: the way back. */
export class SourceVisits {
  /** By `line file`; the log lines of the comments, in order. */
  readonly #comments = new Map<string, number[]>();

  constructor(index: LogIndex) {
    for (let line = 0; line < index.lineCount; line++) {
      if (index.kind(line) !== 'source') continue;
      const text = index.text(line);
      // A log has many: only those are cleaned that other programs wrote into.
      const place = commentPlace(isClean(text) ? text : index.bare(line));
      if (place) this.#add(keyOf(place.file, place.line), line);
    }
  }

  /** The log lines of the comments that quote a source line; `line` counts from 1. */
  of(file: string, line: number): readonly number[] {
    return this.#comments.get(keyOf(file, line)) ?? [];
  }

  #add(key: string, line: number): void {
    const comments = this.#comments.get(key);
    if (comments) comments.push(line);
    else this.#comments.set(key, [line]);
  }
}

/** Logs name files by base name, or as clang was told: the base name is what they share. */
const keyOf = (file: string, line: number) =>
  `${line} ${file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1)}`;

const ESCAPE = '\u001b';
const isClean = (text: string) => text.startsWith(';') && !text.includes(ESCAPE);
