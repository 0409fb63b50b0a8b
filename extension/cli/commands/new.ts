import { resolve } from 'node:path';
import { ok, type Outcome } from '../../core/findings/problem';
import { displayCommand } from '../../hosts/processes/tools';
import { listTemplates, newScheduler } from '../../workflows/scaffold';
import type { Command, Invocation } from '../command';
import { EXIT, type ExitStatus } from '../exit-status';
import { shortPath } from '../output/findings';
import { formatTable } from '../terminal/table';
import { usageProblem } from '../usage';

const DEFAULT_TEMPLATE = 'minimal';

export const newProject: Command = {
  name: 'new',
  summary: 'Make a project with a scheduler that works',
  description: [
    '',
    'NAME is a C identifier of at most 127 bytes; the project is a folder of that name.',
    'Nothing that exists is overwritten.',
  ],
  operands: ['[NAME]'],
  options: {
    template: {
      value: 'TEMPLATE',
      help: `what to start from (default: ${DEFAULT_TEMPLATE}; --list names them)`,
    },
    folder: {
      value: 'FOLDER',
      help: 'where to make the folder of the project (default: the current folder)',
    },
    list: { help: 'list the templates and make nothing' },
  },
  run: runNew,
};

async function runNew(invocation: Invocation): Promise<Outcome<ExitStatus>> {
  const { arguments: words, context, cwd, terminal } = invocation;
  if (words.has('list')) return list(invocation);
  const [name] = words.operands;
  if (name === undefined) {
    return usageProblem('"new" needs NAME', 'See: scx-studio new --help');
  }
  const made = await newScheduler(context, {
    template: words.text('template') ?? DEFAULT_TEMPLATE,
    name,
    folder: resolve(cwd, words.text('folder') ?? '.'),
  });
  if (made.kind !== 'ok') return made;
  const { project, mainFile, line, column } = made.value;
  if (terminal.json) {
    terminal.printJson({ project, mainFile, line, column });
  } else {
    const main = shortPath(mainFile, cwd);
    terminal.print([
      `Made ${shortPath(project, cwd)}; work starts at ${main}:${line}:${column}`,
      `Next: ${displayCommand(['scx-studio', 'verify', main])}`,
    ]);
  }
  return ok(EXIT.fine);
}

async function list({ context, terminal }: Invocation): Promise<Outcome<ExitStatus>> {
  const templates = await listTemplates(context);
  if (terminal.json) {
    terminal.printJson({ templates: templates.map(({ name, summary }) => ({ name, summary })) });
  } else {
    const columns = [
      { title: 'template', align: 'left' },
      { title: 'what it does', align: 'left' },
    ] as const;
    terminal.print(
      formatTable(
        columns,
        templates.map(({ name, summary }) => [name, summary]),
      ),
    );
  }
  return ok(EXIT.fine);
}
