/** A file of a template or of the project made from it; paths are relative, with forward slashes. */
export interface ProjectFile {
  readonly path: string;
  readonly content: string;
}

export interface TemplateValues {
  /** The template's own name, which stands for the scheduler's everywhere in its files. */
  readonly template: string;
  /** The new scheduler's name; validateName() has passed it. */
  readonly name: string;
}

/**
 * The files of a new project. A template is a project that builds by itself, so there is no place
 * holder syntax: wherever an identifier or a word is the template's name or begins with it and an
 * underscore (`minimal`, `minimal_enqueue`, `minimal.bpf.c`), the new name takes its place.
 */
export function renderTemplate(
  files: readonly ProjectFile[],
  { template, name }: TemplateValues,
): ProjectFile[] {
  const word = new RegExp(`(?<![A-Za-z0-9_])${template}(?![A-Za-z0-9])`, 'g');
  const rename = (text: string) => text.replace(word, () => name);
  return files.map(({ path, content }) => ({
    path: path === GITIGNORE ? `.${GITIGNORE}` : rename(path),
    content: rename(content),
  }));
}

/** npm leaves files named .gitignore out of every package, so a template has its own without the dot. */
const GITIGNORE = 'gitignore';

/** The path of a scheduler's main file within its project. */
export const mainFileOf = (name: string): string => `${name}.bpf.c`;

/** What a template is, in the words of its main file: the `name: …` sentence of its first comment. */
export function templateSummary(mainFile: string, template: string): string {
  const text = mainFile.replace(/^\s*\*? ?/gm, '').replace(/\s+/g, ' ');
  const from = text.indexOf(`${template}: `);
  if (from < 0) return '';
  const sentence = text.slice(from + template.length + 2);
  return (
    /^[^.]*/
      .exec(sentence)?.[0]
      .replace(/\*\/.*/, '')
      .trim() ?? ''
  );
}

/** Lines and columns count from 1, as in findings. */
export interface StartPlace {
  readonly line: number;
  readonly column: number;
}

const START = 'Start here';

/** Where work on a new scheduler starts: the code below the comment that says "Start here". */
export function startPlace(mainFile: string): StartPlace {
  const lines = mainFile.split('\n');
  const marked = lines.findIndex((line) => line.includes(START));
  if (marked < 0) return { line: 1, column: 1 };
  const commentEnd = lines.findIndex((line, index) => index >= marked && line.includes('*/'));
  const code = Math.min(Math.max(commentEnd, marked) + 1, lines.length - 1);
  return { line: code + 1, column: (lines[code]?.search(/\S|$/) ?? 0) + 1 };
}
