import { ok, type Outcome } from '../../core/findings/problem';
import type { Options } from '../arguments';
import type { Invocation } from '../command';
import { nearestName } from '../nearest-name';
import { usageProblem } from '../usage';

export const FORMATS = ['text', 'gcc', 'github', 'sarif', 'json'] as const;
export type Format = (typeof FORMATS)[number];

/** The option of every command that ends in findings. */
export const FORMAT_OPTION = {
  format: {
    value: 'FORMAT',
    help: 'text, gcc (file:line:column: error: …), github (annotations), sarif, or json',
  },
} as const satisfies Options;

/** What `--format` and its synonym `--json` ask for. */
export function chosenFormat({ arguments: given, terminal }: Invocation): Outcome<Format> {
  const named = given.text('format');
  if (named === null) return ok(terminal.json ? 'json' : 'text');
  const format = FORMATS.find((known) => known === named);
  if (format === undefined) {
    const nearest = nearestName(named, FORMATS);
    return usageProblem(
      `--format takes ${FORMATS.slice(0, -1).join(', ')} or json, not "${named}"`,
      nearest === null ? 'For example: --format sarif' : `Did you mean --format ${nearest}?`,
    );
  }
  if (given.has('json') && format !== 'json') {
    return usageProblem(
      `--json and --format ${format} contradict each other`,
      'Give one of them only.',
    );
  }
  return ok(format);
}

/** The option of commands that run a scheduler: what it says on its way is no list of findings. */
export const RUN_FORMAT_OPTION = {
  format: { value: 'FORMAT', help: 'text, github (what went wrong as annotations), or json' },
} as const satisfies Options;

export function chosenRunFormat(invocation: Invocation): Outcome<'text' | 'github' | 'json'> {
  const format = chosenFormat(invocation);
  if (format.kind !== 'ok') return format;
  const { value } = format;
  if (value !== 'gcc' && value !== 'sarif') return ok(value);
  return usageProblem(
    `--format ${value} is for commands that end in findings: verify and explain`,
    'Give text, github or json.',
  );
}

/** Known before the arguments are read, so that even a wrong call is answered in JSON. */
export function asksForJson(flags: readonly string[]): boolean {
  return flags.some(
    (flag, at) =>
      flag === '--json' ||
      flag === '--format=json' ||
      (flag === '--format' && flags[at + 1] === 'json'),
  );
}
