import { ok, type Outcome } from '../../core/findings/problem';
import { schedulerSummary } from '../../core/sched-ext/target-summary';
import { knownTargets, type KnownTarget } from '../../workflows/known-targets';
import { createSurvey, type Seen } from '../../workflows/survey';
import type { Command, Invocation } from '../command';
import { EXIT } from '../exit-status';
import { problemJson } from '../output/problem';
import { formatTable } from '../terminal/table';
import { printable } from '../terminal/terminal';

export const targets: Command = {
  name: 'targets',
  summary: 'List the machines that can be targets, and what runs on each',
  description: [
    '',
    'They are the hosts of your ssh configuration, this machine, labs, and what --target adds. Each is asked',
    'without a question to you; a lab that does not run is not started.',
  ],
  operands: [],
  options: {},
  run: runTargets,
};

type Answers = ReadonlyMap<string, Outcome<Seen>>;

async function runTargets(invocation: Invocation) {
  const { context, signal, terminal, env } = invocation;
  terminal.progress('Reading what is known');
  const chosen = invocation.arguments.text('target') ?? env['SCX_TARGET'] ?? '';
  const known = await knownTargets(context.hosts, {
    chosen,
    added: [],
    platform: invocation.platform,
  });
  const asked = known.filter(({ isThere }) => isThere).map(({ target }) => target);
  const answers = new Map<string, Outcome<Seen>>();
  await createSurvey(context.hosts).look(asked, {
    signal,
    onAnswer: ({ id }, seen) => {
      answers.set(id, seen);
      terminal.progress(`Looked at ${answers.size} of ${asked.length}`);
    },
  });
  if (signal.aborted) return { kind: 'cancelled' } as const;
  if (terminal.json) terminal.printJson({ targets: known.map((one) => targetJson(one, answers)) });
  else terminal.print(targetTable(known, answers));
  return ok(EXIT.fine);
}

function targetJson({ target, origin, isThere }: KnownTarget, answers: Answers) {
  const answer = answers.get(target.id);
  return {
    target: target.id,
    origin,
    running: isThere,
    facts: answer?.kind === 'ok' ? answer.value.facts : null,
    owner: answer?.kind === 'ok' ? answer.value.owner : null,
    problem: answer?.kind === 'problem' ? problemJson(answer.problem) : null,
  };
}

const COLUMNS = [
  { title: 'target', align: 'left' },
  { title: 'kernel', align: 'left' },
  { title: 'scheduler', align: 'left' },
] as const;

function targetTable(known: readonly KnownTarget[], answers: Answers): string[] {
  const rows = known.map(({ target }) => [
    printable(target.id),
    ...answerCells(answers.get(target.id)).map(printable),
  ]);
  return formatTable(COLUMNS, rows);
}

function answerCells(answer: Outcome<Seen> | undefined): readonly [string, string] {
  switch (answer?.kind) {
    case 'ok': {
      const { facts, owner } = answer.value;
      return [facts.kernelRelease, schedulerSummary(facts, owner)];
    }
    case 'problem':
      return ['-', answer.problem.message];
    case 'cancelled':
    case undefined:
      return ['-', 'not started'];
  }
}
