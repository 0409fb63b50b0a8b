import { COMMON_OPTIONS, type Command } from './command';
import type { Options } from './arguments';
import type { Style } from './terminal/style';

const EXIT_STATUS = [
  '  0    fine',
  '  1    errors were found, or a scheduler failed',
  '  2    wrong usage',
  '  3    a tool or the target is missing, or does not answer',
  '  130  ended by Ctrl-C or SIGTERM (a scheduler that was loaded is taken out first)',
];

const VERSION = { short: 'V', help: 'show the version; takes no command' };

/** The list of commands. `group` narrows it to those of one word: `lab`. */
export function overview(commands: readonly Command[], style: Style, group = ''): string[] {
  const prefix = group === '' ? '' : `${group} `;
  const listed = commands.filter(({ name }) => name.startsWith(prefix));
  const rows = listed.map((command) => [callOf(command).slice(prefix.length), command.summary]);
  return [
    `${style.bold('Usage:')} scx-studio ${prefix}COMMAND [OPTIONS]`,
    '',
    ...(group === ''
      ? ['Writes, verifies, loads and watches sched_ext schedulers on a real kernel.', '']
      : []),
    style.bold('Commands:'),
    ...twoColumns(rows, style),
    '',
    style.bold('Options of every command:'),
    ...optionLines(group === '' ? { ...COMMON_OPTIONS, version: VERSION } : COMMON_OPTIONS, style),
    '',
    style.bold('Exit status:'),
    ...EXIT_STATUS,
  ];
}

/** All that can be said of one command. */
export function commandHelp(command: Command, style: Style): string[] {
  const own = optionLines(command.options, style);
  return [
    `${style.bold('Usage:')} scx-studio ${callOf(command)} [OPTIONS]`,
    '',
    `${command.summary}.`,
    ...command.description,
    '',
    ...(own.length === 0 ? [] : [style.bold('Options:'), ...own, '']),
    style.bold('Options of every command:'),
    ...optionLines(COMMON_OPTIONS, style),
  ];
}

function callOf({ name, operands }: Command): string {
  return [name, ...operands].join(' ');
}

function optionLines(options: Options, style: Style): string[] {
  const rows = Object.entries(options).map(([name, { short, value, help }]) => [
    `${short === undefined ? '   ' : `-${short},`} --${name}${value === undefined ? '' : ` ${value}`}`,
    help,
  ]);
  return twoColumns(rows, style);
}

function twoColumns(rows: readonly (readonly string[])[], style: Style): string[] {
  const width = Math.max(...rows.map(([left = '']) => left.length));
  return rows.map(
    ([left = '', right = '']) =>
      `  ${style.cyan(left)}${' '.repeat(width - left.length)}  ${right}`,
  );
}
