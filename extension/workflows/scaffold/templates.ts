import {
  MANIFEST_FILE,
  readManifest,
  type TemplateManifest,
} from '../../core/scaffold/template-manifest';
import type { WorkflowContext } from '../context';

export interface Template {
  /** Of its folder, by which it is asked for. */
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  /** The user's own; else one of SCX Studio's. */
  readonly isOwn: boolean;
  readonly manifest: TemplateManifest;
}

/** A folder that means to be a template and can't be used; `wrong` says where and what. */
export interface BrokenTemplate {
  readonly folder: string;
  readonly wrong: string;
}

export interface Templates {
  /** The user's own come first, and hide those of SCX Studio that have the same name. */
  readonly templates: readonly Template[];
  readonly broken: readonly BrokenTemplate[];
}

/** Longer ones are no manifests. */
const LONGEST_MANIFEST_BYTES = 256 * 1024;

/** What scaffold can copy. `ownFolder` is the folder of the user's templates, null when there is none. */
export async function listTemplates(
  context: WorkflowContext,
  ownFolder: string | null = null,
): Promise<Templates> {
  const own = ownFolder === null ? EMPTY : await ownTemplates(context, ownFolder);
  const shipped = await templatesIn(context, context.templatesDir, false);
  const hidden = new Set(own.templates.map(({ name }) => name));
  return {
    templates: [...own.templates, ...shipped.templates.filter(({ name }) => !hidden.has(name))],
    broken: [...own.broken, ...shipped.broken],
  };
}

const EMPTY: Templates = { templates: [], broken: [] };

/** A folder that the user named: what is wrong with it is said, and what is shipped is there all the same. */
async function ownTemplates(context: WorkflowContext, folder: string): Promise<Templates> {
  const found = await context.files.realPath(folder);
  const unread = (wrong: string): Templates => ({ templates: [], broken: [{ folder, wrong }] });
  if (found === null) return unread('there is no such folder');
  if (found.fileBytes !== null) return unread('it is a file, not a folder of templates');
  try {
    return await templatesIn(context, folder, true);
  } catch (error) {
    return unread(`it can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function templatesIn(
  { files }: WorkflowContext,
  parent: string,
  isOwn: boolean,
): Promise<Templates> {
  const templates: Template[] = [];
  const broken: BrokenTemplate[] = [];
  for (const name of await files.list(parent)) {
    const folder = `${parent}/${name}`;
    const path = `${folder}/${MANIFEST_FILE}`;
    const found = await files.realPath(path);
    if (found === null) continue;
    const isReadable = found.fileBytes !== null && found.fileBytes <= LONGEST_MANIFEST_BYTES;
    const text = isReadable ? await files.readText(path).catch(() => null) : null;
    const read = text === null ? UNREADABLE : readManifest(text);
    if (read.kind === 'wrong') broken.push({ folder, wrong: `${MANIFEST_FILE}: ${read.wrong}` });
    else templates.push({ name, folder, isOwn, manifest: read.manifest });
  }
  return { templates, broken };
}

const UNREADABLE = { kind: 'wrong', wrong: 'it is no file, or too large' } as const;
