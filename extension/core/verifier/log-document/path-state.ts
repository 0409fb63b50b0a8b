import { stateWords, type StateWord } from '../register-state';
import type { Operation, Place } from '../trace/operation';

/** What is known in one function: of registers and slots by name (`R1`, `fp-8`). */
export interface Frame {
  readonly states: Map<string, StateWord>;
  /** Variables of the source, by the register or slot that holds them now. */
  readonly variables: Map<string, string>;
}

const REFERENCES = /(?:^|\s)refs=([\d,]+)/;

export const registerName = (number: number) => `R${number}`;
/** Slots are named by the 8 bytes that they are in. */
export const slotName = (offset: number) => `fp${Math.floor(offset / 8) * 8}`;
export const placeName = (place: Place) =>
  place.kind === 'register' ? registerName(place.number) : slotName(place.offset);

const RESULT = 0;
const LAST_ARGUMENT = 5;

/** What the verifier knows along one path, kept up to date instruction by instruction. */
export class PathState {
  readonly #callers: Frame[] = [];
  #frame: Frame = newFrame();
  #references: ReadonlySet<string> = new Set();

  get frame(): Frame {
    return this.#frame;
  }

  /** Ids of what must be released before the program ends. */
  get references(): ReadonlySet<string> {
    return this.#references;
  }

  /** Register states of a line: they hold from here on. */
  learn(text: string): void {
    const { states } = this.#frame;
    const words = stateWords(text);
    if (words.length > 0) this.#references = new Set(REFERENCES.exec(text)?.[1]?.split(','));
    for (const word of words) {
      const before = states.get(word.name);
      states.set(word.name, word);
      if (before && isNullable(before) && !isNullable(word)) this.#alsoChecked(before, word);
    }
  }

  /** A function is entered: its arguments are the caller's R1 to R5. */
  enter(): void {
    this.#callers.push(this.#frame);
    this.#frame = newFrame();
  }

  leave(): void {
    const caller = this.#callers.pop();
    if (caller) this.#frame = caller;
  }

  /** What an instruction does away with; what it makes is said by the states that follow. */
  step(operation: Operation): void {
    const { states, variables } = this.#frame;
    const forget = (name: string) => {
      states.delete(name);
      variables.delete(name);
    };
    switch (operation.kind) {
      case 'call':
        for (let number = RESULT; number <= LAST_ARGUMENT; number++) forget(registerName(number));
        return;
      case 'copy':
        this.#move(placeName(operation.from), registerName(operation.to));
        return;
      case 'spill': {
        const slot = slotName(operation.slot);
        if (operation.from === null) forget(slot);
        else this.#move(registerName(operation.from), slot);
        return;
      }
      case 'load':
      case 'constant':
      case 'compute':
        forget(registerName(operation.to));
        return;
      case 'test':
      case 'exit':
      case 'other':
    }
  }

  #move(from: string, to: string): void {
    const { states, variables } = this.#frame;
    const state = states.get(from);
    const variable = variables.get(from);
    if (state) states.set(to, { ...state, name: to });
    else states.delete(to);
    if (variable === undefined) variables.delete(to);
    else variables.set(to, variable);
  }

  /** A check of one register is one of all that hold the same pointer; only the one is printed. */
  #alsoChecked(before: StateWord, checked: StateWord): void {
    const id = idOf(before);
    if (id === null) return;
    for (const [name, word] of this.#frame.states) {
      if (isNullable(word) && idOf(word) === id) this.#frame.states.set(name, { ...checked, name });
    }
  }
}

const newFrame = (): Frame => ({ states: new Map(), variables: new Map() });
const isNullable = ({ text }: StateWord) => text.includes('_or_null');
const idOf = ({ text }: StateWord) => /\bid=(\d+)/.exec(text)?.[1] ?? null;
