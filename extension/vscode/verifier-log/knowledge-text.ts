import { COMMANDS } from '../../contracts/commands';
import type { KnownValue, LineKnowledge } from '../../core/verifier/log-document/line-knowledge';
import type { SourceLine } from './source-line';

const MOST_VALUES = 8;

/** Markdown for a hover: plain words first, then what the log says of the same registers. */
export function knowledgeText(known: LineKnowledge, place: SourceLine): string {
  const before = known.before.slice(0, MOST_VALUES);
  const after = known.after.slice(0, MOST_VALUES);
  const raw = [...new Set([...before, ...after].map(({ state }) => state.raw))];
  return [
    headline(known),
    before.map(item).join('\n'),
    ...(after.length === 0 ? [] : ['and after this line', after.map(item).join('\n')]),
    ...(raw.length === 0 ? [] : [`\`\`\`text\n${raw.map(unfenced).join('\n')}\n\`\`\``]),
    footer(known, place),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function headline({ program, error }: LineKnowledge): string {
  const where = program === null ? '' : ` in \`${word(program)}\``;
  return error === null
    ? `**What the verifier knew here**${where}`
    : `**What the verifier knew here**${where}, on the path that it refused`;
}

function item({ variable, state, words }: KnownValue): string {
  const name = variable === null ? `\`${state.name}\`` : `\`${variable}\` (${state.name})`;
  return `- ${name}: ${escaped(words)}`;
}

function footer({ visits }: LineKnowledge, place: SourceLine): string {
  const link = `command:${COMMANDS.goToLog}?${encodeURIComponent(JSON.stringify([place]))}`;
  const times = visits === 1 ? 'once' : `${visits.toLocaleString('en')} times`;
  return `Visited ${times} · [Show in the verifier's log](${link})`;
}

/** Text of a target is shown as text: nothing of it may be read as Markdown. */
const escaped = (text: string) => text.replaceAll(/[\\`*_{}[\]()#+\-.!|<>~&]/g, '\\$&');
const word = (text: string) => text.replaceAll(/[^\w.]/g, '');
const unfenced = (line: string) => line.replaceAll('`', "'");
