import { parseArgs } from 'node:util';
import { ok, type Outcome } from '../core/findings/problem';
import { nearestName } from './nearest-name';
import { usageProblem } from './usage';

/** One option of a command; without `value` it is a switch. */
export interface Option {
  readonly short?: string;
  /** What stands for the value in help texts: FILE, SECONDS. */
  readonly value?: string;
  readonly help: string;
}
export type Options = Readonly<Record<string, Option>>;

/** What can follow a command's name: its options and how many other words it takes. */
export interface ArgumentRules {
  /** How the command is called, for messages: `lab start`. */
  readonly name: string;
  readonly options: Options;
  /** `[FILE]` may be left out, `NAME` may not, `KERNEL…` takes one or more, `[KERNEL…]` any number. */
  readonly operands: readonly string[];
}

/** A command's arguments after they were checked against its rules. */
export class Arguments {
  constructor(
    readonly operands: readonly string[],
    private readonly values: ReadonlyMap<string, readonly (string | true)[]>,
  ) {}

  has(option: string): boolean {
    return this.values.has(option);
  }

  /** The value of an option; of one that is given twice, the last. */
  text(option: string): string | null {
    return this.texts(option).at(-1) ?? null;
  }

  /** Every value of an option that may be given again. */
  texts(option: string): readonly string[] {
    return (this.values.get(option) ?? []).filter((value) => value !== true);
  }

  /** A positive number of seconds; null when the option is not there. */
  seconds(option: string): Outcome<number | null> {
    const text = this.text(option);
    if (text === null) return ok(null);
    const seconds = Number(text);
    if (/^[\d.]+$/.test(text) && seconds > 0 && seconds <= 1e6) return ok(seconds);
    return usageProblem(
      `--${option} takes a number of seconds greater than 0, not "${text}"`,
      `For example: --${option} 5`,
    );
  }
}

export function parseArguments(argv: readonly string[], rules: ArgumentRules): Outcome<Arguments> {
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(Object.entries(rules.options).map(asNodeOption)),
    strict: false,
    tokens: true,
  });
  const values = new Map<string, (string | true)[]>();
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const value = optionValue(token, rules);
    if (value.kind !== 'ok') return value;
    values.set(token.name, [...(values.get(token.name) ?? []), value.value]);
  }
  return checkOperands(operands, rules) ?? ok(new Arguments(operands, values));
}

function asNodeOption([name, option]: readonly [string, Option]) {
  const type = option.value === undefined ? ('boolean' as const) : ('string' as const);
  return [name, { type, ...(option.short === undefined ? {} : { short: option.short }) }] as const;
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function optionValue(token: OptionToken, rules: ArgumentRules): Outcome<string | true> {
  // Own properties only: --constructor is no option.
  const option = Object.hasOwn(rules.options, token.name) ? rules.options[token.name] : undefined;
  if (option === undefined) {
    return usageProblem(
      `"${rules.name}" has no option ${token.rawName}`,
      suggestion(token, rules) ?? seeHelp(rules),
    );
  }
  if (option.value === undefined) {
    return token.inlineValue === true
      ? usageProblem(`${token.rawName} takes no value`, `Write ${token.rawName} alone.`)
      : ok(true);
  }
  const dashes = token.inlineValue !== true && /^-./.test(token.value ?? '');
  if (token.value === undefined || token.value === '' || dashes) {
    return usageProblem(
      `${token.rawName} needs a value`,
      `Write ${token.rawName}${token.rawName.startsWith('--') ? '=' : ' '}${option.value}.`,
    );
  }
  return ok(token.value);
}

function suggestion(token: OptionToken, rules: ArgumentRules): string | null {
  if (!token.rawName.startsWith('--')) return null;
  const nearest = nearestName(token.name, Object.keys(rules.options));
  return nearest === null ? null : `Did you mean --${nearest}?`;
}

function checkOperands(operands: readonly string[], rules: ArgumentRules) {
  const optional = (operand: string) => operand.startsWith('[');
  const many = rules.operands.some((operand) => operand.includes('…'));
  const missing = rules.operands.filter((operand) => !optional(operand))[operands.length];
  if (missing !== undefined) {
    return usageProblem(`"${rules.name}" needs ${missing.replace('…', '')}`, seeHelp(rules));
  }
  const extra = many ? undefined : operands[rules.operands.length];
  if (extra === undefined) return null;
  return usageProblem(`"${rules.name}" takes no further argument "${extra}"`, seeHelp(rules));
}

function seeHelp(rules: ArgumentRules): string {
  return `See: ${rules.name === 'scx-studio' ? '' : 'scx-studio '}${rules.name} --help`;
}
