import { groupBranches } from './branch-groups';
import type { LogPart } from './log-part';

interface OpenPart extends LogPart {
  lastLine: number;
  readonly children: LogPart[];
  /** Where its end is known, it ends there, whatever begins before. */
  readonly hasEnd: boolean;
}

/** Puts the parts of one program into each other as they come, in the order of their first lines. */
export class OutlineBuilder {
  readonly #program: OpenPart;
  /** Inside of each other, within the program. */
  readonly #open: OpenPart[] = [];

  constructor(program: LogPart) {
    this.#program = { ...program, children: [], hasEnd: true };
  }

  /** A part with parts in it; without an end it goes on to where the next one beside it begins. */
  begin(part: LogPart, hasEnd: boolean): void {
    this.#passEnds(part.firstLine);
    const open = { ...part, children: [], hasEnd };
    this.#open.push(open);
  }

  add(part: LogPart): void {
    this.#passEnds(part.firstLine);
    this.#top().children.push(part);
  }

  /** Ends the innermost parts for as long as they are of these kinds. */
  endAll(line: number, kinds: readonly LogPart['kind'][]): void {
    this.#passEnds(line);
    while (this.#open.length > 0 && kinds.includes(this.#top().kind)) this.#endTop(line);
  }

  /** Ends the innermost part of this kind, and what is in it; nothing where there is none. */
  endLast(line: number, kind: LogPart['kind']): void {
    this.#passEnds(line);
    const at = this.#open.findLastIndex((part) => part.kind === kind);
    while (at >= 0 && this.#open.length > at) this.#endTop(line);
  }

  finish(): LogPart {
    while (this.#open.length > 0) this.#endTop(this.#program.lastLine + 1);
    return part(this.#program);
  }

  #top(): OpenPart {
    return this.#open.at(-1) ?? this.#program;
  }

  #passEnds(line: number): void {
    for (let top = this.#open.at(-1); top?.hasEnd === true; top = this.#open.at(-1)) {
      if (top.lastLine >= line) return;
      this.#endTop(line);
    }
  }

  #endTop(line: number): void {
    const top = this.#open.pop();
    if (!top) return;
    const known = top.hasEnd ? top.lastLine : line - 1;
    top.lastLine = Math.max(known, top.firstLine, top.children.at(-1)?.lastLine ?? 0);
    this.#top().children.push(part(top));
  }
}

function part({ kind, name, detail, firstLine, lastLine, children }: OpenPart): LogPart {
  return { kind, name, detail, firstLine, lastLine, children: groupBranches(children) };
}
