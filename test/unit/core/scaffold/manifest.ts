import {
  readManifest,
  type TemplateManifest,
} from '../../../../extension/core/scaffold/template-manifest';

/** A manifest that says no more than it must, and `parts`. */
export function manifestOf(parts: object): TemplateManifest {
  const must = { title: 'A title', description: 'What it does', scheduler: 'first' };
  const read = readManifest(JSON.stringify({ ...must, ...parts }));
  if (read.kind === 'wrong') throw new Error(read.wrong);
  return read.manifest;
}
