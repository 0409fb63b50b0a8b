/** How many of how many, and which were missed. */
export class Score {
  readonly name: string;
  /** The share that is asked for; null where none is. */
  readonly #wanted: number | null;
  #right = 0;
  #all = 0;
  readonly missed: string[] = [];

  constructor(name: string, wanted: number | null) {
    this.name = name;
    this.#wanted = wanted;
  }

  add(isRight: boolean, what: string): void {
    this.#all += 1;
    if (isRight) this.#right += 1;
    else this.missed.push(what);
  }

  get isEnough(): boolean {
    return this.#wanted === null || this.#right >= this.#wanted * this.#all;
  }

  /** `the error line      172 of 174 = 98.9 %, asked for 99.0 %: TOO FEW` */
  describe(): string {
    const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
    const share = this.#all === 0 ? 1 : this.#right / this.#all;
    const wanted =
      this.#wanted === null
        ? ''
        : `, asked for ${percent(this.#wanted)}: ${this.isEnough ? 'ok' : 'TOO FEW'}`;
    return `${this.name.padEnd(44)} ${this.#right} of ${this.#all} = ${percent(share)}${wanted}`;
  }
}
