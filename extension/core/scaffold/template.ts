import type { OptionValues } from './option-values';
import { MANIFEST_FILE, mainFileOf, type TemplateManifest } from './template-manifest';

/** A file of a template or of the project made from it; paths are relative, with forward slashes. */
export interface ProjectFile {
  readonly path: string;
  readonly content: string;
}

export interface TemplateValues {
  readonly manifest: TemplateManifest;
  /** The new scheduler's name; validateName() has passed it. */
  readonly name: string;
  /** One for each option of the manifest. */
  readonly values: OptionValues;
}

export type RenderedTemplate =
  | {
      readonly kind: 'files';
      readonly files: readonly ProjectFile[];
      /** The one of them where work starts. */
      readonly main: ProjectFile;
    }
  /** The manifest names what its files do not hold; `wrong` says what, in one line. */
  | { readonly kind: 'wrong'; readonly wrong: string };

/**
 * The files of a new project. A template is a project that builds by itself, so there is no place
 * holder syntax: wherever an identifier or a word is the name of the template's scheduler or begins with
 * it and an underscore (`fifo`, `fifo_enqueue`, `fifo.bpf.c`), the new name takes its place. Options set
 * the values of constants and leave out files.
 */
export function renderTemplate(
  files: readonly ProjectFile[],
  { manifest, name, values }: TemplateValues,
): RenderedTemplate {
  const outside = leftOut(manifest, values);
  const kept = files.filter(({ path }) => !outside.some((one) => isWithin(path, one)));
  const contents = new Map(kept.map(({ path, content }) => [path, content]));
  for (const [key, { constants }] of Object.entries(manifest.options)) {
    for (const { file, name: constant } of constants) {
      const content = contents.get(file);
      if (content === undefined && files.some(({ path }) => path === file)) continue; // Left out.
      const set = withConstant(content ?? '', constant, String(values[key]));
      if (set === null) return { kind: 'wrong', wrong: `${file} has not one constant ${constant}` };
      contents.set(file, set);
    }
  }
  const rename = renaming(manifest.scheduler, name);
  const project = [...contents].map(([path, content]) => ({
    path: projectPath(rename(path)),
    content: rename(content),
  }));
  const main = project.find(({ path }) => path === rename(mainFileOf(manifest)));
  if (main === undefined) return { kind: 'wrong', wrong: `no file ${mainFileOf(manifest)}` };
  return { kind: 'files', files: project, main };
}

/** Paths of files and folders that are not part of the new project. */
function leftOut({ picture, options }: TemplateManifest, values: OptionValues): string[] {
  const optional = Object.entries(options).flatMap(([key, option]) =>
    option.type === 'boolean' && values[key] === false ? option.files : [],
  );
  return [MANIFEST_FILE, ...(picture === undefined ? [] : [picture]), ...optional];
}

const isWithin = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

/** C: `NAME = value;` and `#define NAME value`; Rust: `NAME: type = value;`. null unless it is there once. */
function withConstant(content: string, constant: string, value: string): string | null {
  const definition = new RegExp(
    `^([ \\t]*#define[ \\t]+${constant}[ \\t]+|[^\\n=]*\\b${constant}(?:: *\\w+)?[ \\t]*=(?!=)[ \\t]*)[^;,\\s]+`,
    'gm',
  );
  if ([...content.matchAll(definition)].length !== 1) return null;
  return content.replace(definition, (_, before: string) => before + value);
}

function renaming(scheduler: string, name: string): (text: string) => string {
  const word = new RegExp(`(?<![A-Za-z0-9_])${scheduler}(?![A-Za-z0-9])`, 'g');
  return (text) => text.replace(word, () => name);
}

/** npm leaves files named .gitignore out of every package, so a template has its own without the dot. */
const GITIGNORE = 'gitignore';

/** The path in a project of a file that a template has. */
export const projectPath = (path: string): string => (path === GITIGNORE ? `.${GITIGNORE}` : path);

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
