import { resolve } from 'node:path';
import { failed, ok, type Outcome } from '../../core/findings/problem';
import { readOptionWords } from '../../core/scaffold/option-values';
import { displayCommand } from '../../hosts/processes/tools';
import {
  listTemplates,
  newScheduler,
  planScheduler,
  type NewSchedulerRequest,
  type Template,
} from '../../workflows/scaffold';
import type { Command, Invocation } from '../command';
import { EXIT, type ExitStatus } from '../exit-status';
import { nearestName } from '../nearest-name';
import { shortPath } from '../output/findings';
import { printTemplate, printTemplates } from '../output/templates';
import { usageProblem } from '../usage';

export const newProject: Command = {
  name: 'new',
  summary: 'Make a project with a scheduler that works',
  description: [
    '',
    'NAME is a C identifier of at most 127 bytes; the project is a folder of that name.',
    'Nothing that exists is overwritten.',
  ],
  operands: ['[TEMPLATE]', '[NAME]'],
  options: {
    set: {
      value: 'KEY=VALUE',
      help: 'an option of the template, may be given again ("new --list TEMPLATE" names them)',
    },
    folder: {
      value: 'FOLDER',
      help: 'where to make the folder of the project (default: the current folder)',
    },
    templates: {
      value: 'FOLDER',
      help: 'a folder of templates of your own (default: SCX_STUDIO_TEMPLATES)',
    },
    'dry-run': { help: 'name the files, and make none' },
    list: { help: 'list the templates, or the options of TEMPLATE, and make nothing' },
  },
  run: runNew,
};

async function runNew(invocation: Invocation): Promise<Outcome<ExitStatus>> {
  const { arguments: words, cwd, terminal } = invocation;
  const [name, scheduler] = words.operands;
  const found = await templates(invocation);
  if (words.has('list') && name === undefined) return printTemplates(terminal, found);
  const template = findTemplate(found, name);
  if (template.kind !== 'ok') return template;
  if (words.has('list')) return printTemplate(terminal, template.value);
  if (scheduler === undefined)
    return usageProblem('"new" needs NAME', 'See: scx-studio new --help');
  const read = readOptionWords(template.value.manifest, words.texts('set'));
  if (read.kind === 'wrong') return usageProblem(`--set ${read.wrong}`, read.nextStep);
  const folder = resolve(cwd, words.text('folder') ?? '.');
  const request = { template: template.value, name: scheduler, folder, values: read.values };
  return words.has('dry-run') ? showPlan(invocation, request) : make(invocation, request);
}

async function make(
  { context, cwd, terminal }: Invocation,
  request: NewSchedulerRequest,
): Promise<Outcome<ExitStatus>> {
  const made = await newScheduler(context, request);
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

/** Broken ones are named on standard error: nobody asked for them. */
async function templates(invocation: Invocation): Promise<readonly Template[]> {
  const { arguments: words, context, cwd, env, terminal } = invocation;
  const own = words.text('templates') ?? env['SCX_STUDIO_TEMPLATES'] ?? '';
  const listed = await listTemplates(context, own === '' ? null : resolve(cwd, own));
  for (const { folder, wrong } of listed.broken) {
    terminal.say([`${shortPath(folder, cwd)} is left out: ${wrong}`]);
  }
  return listed.templates;
}

function findTemplate(found: readonly Template[], name: string | undefined): Outcome<Template> {
  const names = found.map((one) => one.name);
  const all = `There is: ${names.join(', ')}.`;
  if (name === undefined) return usageProblem('"new" needs TEMPLATE and NAME', all);
  const template = found.find((one) => one.name === name);
  if (template !== undefined) return ok(template);
  const nearest = nearestName(name, names);
  const nextStep = nearest === null ? all : `Did you mean "${nearest}"? ${all}`;
  return failed({
    kind: 'usage',
    code: 'no-template',
    message: `Could not make a scheduler: there is no template "${name}"`,
    nextStep,
    detail: '',
  });
}

async function showPlan(
  { context, cwd, terminal }: Invocation,
  request: NewSchedulerRequest,
): Promise<Outcome<ExitStatus>> {
  const plan = await planScheduler(context, request);
  if (plan.kind !== 'ok') return plan;
  const { project, files } = plan.value;
  const paths = files.map(({ path }) => path).sort();
  if (terminal.json) terminal.printJson({ project, files: paths });
  else terminal.print(paths.map((path) => shortPath(`${project}/${path}`, cwd)));
  return ok(EXIT.fine);
}
