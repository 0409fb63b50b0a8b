import type { ObjectInfo } from '../../core/btf/object-info';
import type { Finding } from '../../core/findings/finding';
import { placeAtCode, placeInObject } from '../../core/findings/place-in-object';
import { placeInSource } from '../../core/findings/place-in-source';
import { ok, type Outcome } from '../../core/findings/problem';
import { explainLog } from '../../core/verifier/explain-log';
import type { Command, Invocation } from '../command';
import { EXIT, statusOfFindings, type ExitStatus } from '../exit-status';
import { createFindingPages } from '../finding-pages';
import { logObject, OBJECT_OPTION } from '../log-object';
import { logSources, type LogSources } from '../log-sources';
import { readNamedFile } from '../named-file';
import { nearestName } from '../nearest-name';
import { countFindings } from '../output/findings';
import { chosenFormat, FORMAT_OPTION } from '../output/format';
import { showPage } from '../output/page';
import { showVerdict } from '../output/verdict';
import { usageProblem } from '../usage';

export const explain: Command = {
  name: 'explain',
  summary: 'Turn a saved verifier log into findings; needs no target',
  description: [
    '',
    'FILE is what bpftool, libbpf, veristat or a loader printed; "-" reads standard input.',
    'Logs name source files by their last part only; they are looked for in the current folder.',
    'With --object the .bpf.o of that log also tells columns, headers and the names of fields.',
    'With --code no log is read: the page of that code is printed, with its causes and examples.',
  ],
  operands: ['[FILE]'],
  options: {
    source: { value: 'PATH', help: 'the scheduler the log is about, or the folder it lies in' },
    ...OBJECT_OPTION,
    code: { value: 'CODE', help: 'describe a code such as verifier/null-pointer instead' },
    ...FORMAT_OPTION,
  },
  run: runExplain,
};

async function runExplain(invocation: Invocation) {
  const format = chosenFormat(invocation);
  if (format.kind !== 'ok') return format;
  const code = invocation.arguments.text('code');
  if (code !== null) return explainCode(invocation, code);
  const text = await readLog(invocation);
  if (text.kind !== 'ok') return text;
  const sources = await logSources(invocation);
  if (sources.kind !== 'ok') return sources;
  const object = await logObject(invocation, text.value);
  if (object.kind !== 'ok') return object;
  const { resolveFile } = sources.value;
  const { findings, programs } = explainLog(text.value, { resolveFile, object: object.value });
  const verdict = { findings: placeAll(findings, object.value, sources.value), programs };
  const known = verdict.findings.length + verdict.programs.length;
  showVerdict(invocation, format.value, verdict, summary(known, verdict.findings));
  return ok(statusOfFindings(verdict.findings));
}

/** What never reached the verifier has no place in its log. */
function placeAll(
  findings: readonly Finding[],
  object: ObjectInfo | null,
  sources: LogSources,
): Finding[] {
  const texts = sources.textsOf(object?.files ?? []);
  return findings
    .map((one) => (object ? placeInObject(one, object, sources) : one))
    .map((one) => placeInSource(one, texts))
    .map((one) => (object ? placeAtCode(one, object, sources) : one));
}

/** `null-pointer` is enough where `verifier/null-pointer` is meant. */
function explainCode({ terminal, installation }: Invocation, named: string): Outcome<ExitStatus> {
  const pages = createFindingPages(installation.folder);
  const code = named.includes('/') ? named : `verifier/${named}`;
  const page = pages.of(code);
  if (page === null) {
    const nearest = nearestName(code, pages.codes());
    return usageProblem(
      `There is no page about "${named}"`,
      nearest === null
        ? `There is one about each of: ${pages.codes().join(', ')}`
        : `Did you mean --code ${nearest}?`,
    );
  }
  showPage(terminal, code, page);
  return ok(EXIT.fine);
}

function summary(known: number, findings: Parameters<typeof countFindings>[0]): string {
  return known === 0
    ? 'Nothing in this text is a verifier log that is known here'
    : `In this log: ${countFindings(findings)}`;
}

async function readLog(invocation: Invocation): Promise<Outcome<string>> {
  const [named] = invocation.arguments.operands;
  if (named === undefined) {
    return usageProblem(
      '"explain" needs FILE, or --code CODE',
      'Name a file with a saved log, or "-" for standard input.',
    );
  }
  if (named === '-') return ok(await invocation.readStdin());
  const bytes = await readNamedFile(
    invocation.cwd,
    named,
    'Name a file with a saved log, or "-" for standard input.',
  );
  return bytes.kind === 'ok' ? ok(bytes.value.toString('utf8')) : bytes;
}
