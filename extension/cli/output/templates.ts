import { ok, type Outcome } from '../../core/findings/problem';
import type { TemplateOption } from '../../core/scaffold/template-manifest';
import type { Template } from '../../workflows/scaffold';
import { EXIT, type ExitStatus } from '../exit-status';
import { formatTable } from '../terminal/table';
import type { Terminal } from '../terminal/terminal';

const column = (title: string) => ({ title, align: 'left' }) as const;

/** What each template does. */
export function printTemplates(
  terminal: Terminal,
  templates: readonly Template[],
): Outcome<ExitStatus> {
  if (terminal.json) terminal.printJson({ templates: templates.map(templateJson) });
  else {
    const rows = templates.map(({ name, manifest }) => [
      name,
      manifest.title,
      tagsOf(manifest.tags),
    ]);
    terminal.print(formatTable(['template', 'policy', 'tags'].map(column), rows));
  }
  return ok(EXIT.fine);
}

/** One template with its options, as `--set` takes them. */
export function printTemplate(terminal: Terminal, template: Template): Outcome<ExitStatus> {
  const { name, manifest } = template;
  if (terminal.json) terminal.printJson({ template: templateJson(template) });
  else {
    const rows = Object.entries(manifest.options).map(([key, option]) => [
      `${key}=${String(option.default)}`,
      valuesOf(option),
      option.description === '' ? option.label : `${option.label}: ${option.description}`,
    ]);
    terminal.print([
      `${name}: ${manifest.description}`,
      '',
      ...formatTable(['option and default', 'values', 'what it sets'].map(column), rows),
    ]);
  }
  return ok(EXIT.fine);
}

function templateJson({ name, folder, isOwn, manifest }: Template) {
  const { title, description, tags, options } = manifest;
  return { name, folder, isOwn, title, description, tags, options };
}

const tagsOf = (tags: readonly string[]) => tags.join(', ');

function valuesOf(option: TemplateOption): string {
  switch (option.type) {
    case 'integer':
      return `${option.minimum} to ${option.maximum}${option.unit && ` ${option.unit}`}`;
    case 'boolean':
      return 'yes, no';
    case 'choice':
      return Object.keys(option.choices).join(', ');
  }
}
