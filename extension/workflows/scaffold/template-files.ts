import { failed, ok, type Outcome, type Problem } from '../../core/findings/problem';
import type { ProjectFile } from '../../core/scaffold/template';
import type { Files } from '../../hosts/api';

/** A template is a small project of text: what is larger is no template, or means no good. */
const MOST_FILES = 500;
const MOST_BYTES = 4 * 1024 * 1024;
const DEEPEST = 12;

/** What builds, version control and editors leave in a project. */
const NOT_SOURCES = new Set(['build', 'target', 'node_modules', '.git', '.cache']);

/** The files of a folder, or why they make no template: `wrong` goes behind the folder's name. */
export type ReadFolder =
  | { readonly kind: 'files'; readonly files: readonly ProjectFile[] }
  | { readonly kind: 'wrong'; readonly wrong: string };

/**
 * Every file of a template's folder, which anybody may have made: a link, a device or what is too large
 * is refused, and nothing outside the folder is ever read. Links within SCX Studio's own are none.
 */
export async function readFolder(files: Files, folder: string): Promise<ReadFolder> {
  const root = await files.realPath(folder);
  if (root === null) return { kind: 'wrong', wrong: 'the folder is gone' };
  const reading: Reading = { files, folder, root: root.path, found: [], bytes: 0, wrong: null };
  await readInto(reading, '', 0);
  const { found, wrong } = reading;
  return wrong === null ? { kind: 'files', files: found } : { kind: 'wrong', wrong };
}

/** The same for those who use the template: what is wrong is a problem. */
export async function readTemplateFiles(
  files: Files,
  folder: string,
): Promise<Outcome<readonly ProjectFile[]>> {
  const read = await readFolder(files, folder);
  return read.kind === 'files' ? ok(read.files) : failed(unusable(folder, read.wrong));
}

interface Reading {
  readonly files: Files;
  readonly folder: string;
  /** The folder without links. */
  readonly root: string;
  readonly found: ProjectFile[];
  bytes: number;
  wrong: string | null;
}

/** `within` is empty or ends with a slash. */
async function readInto(reading: Reading, within: string, depth: number): Promise<void> {
  if (depth > DEEPEST) reading.wrong = `${within} lies too deep`;
  const names = await reading.files.list(`${reading.folder}/${within}`).catch(() => null);
  if (names === null) reading.wrong = `${within === '' ? 'the folder' : within} can't be read`;
  for (const name of names ?? []) {
    if (reading.wrong !== null) return;
    if (NOT_SOURCES.has(name)) continue;
    const path = `${within}${name}`;
    const real = await reading.files.realPath(`${reading.folder}/${path}`);
    if (real === null || slashed(real.path) !== slashed(`${reading.root}/${path}`)) {
      reading.wrong = `${path} is a link`;
    } else if (real.fileBytes === null) {
      await readInto(reading, `${path}/`, depth + 1);
    } else {
      await readFile(reading, path, real.fileBytes);
    }
  }
}

async function readFile(reading: Reading, path: string, bytes: number): Promise<void> {
  reading.bytes += bytes;
  if (reading.bytes > MOST_BYTES) reading.wrong = `it has more than ${MOST_BYTES >> 20} MB`;
  else if (reading.found.length >= MOST_FILES)
    reading.wrong = `it has more than ${MOST_FILES} files`;
  if (reading.wrong !== null) return;
  const content = await reading.files.readText(`${reading.folder}/${path}`).catch(() => null);
  if (content === null) reading.wrong = `${path} can't be read`;
  else if (content.includes('\0')) reading.wrong = `${path} is no text`;
  else reading.found.push({ path, content });
}

const slashed = (path: string) => path.replaceAll('\\', '/');

export function unusable(folder: string, wrong: string): Problem {
  return {
    kind: 'usage',
    code: 'template-broken',
    message: `Could not use the template ${folder}: ${wrong}`,
    nextStep: 'Mend the template, or choose another one.',
    detail: folder,
  };
}
