import type { EndPlaces } from '../../core/exit-report/logged-end';
import { placeInScheduler, placeInSource } from '../../core/findings/place-in-source';
import { indexSource } from '../../core/kernel-log/source-index';
import type { WorkflowContext } from '../../workflows/context';
import { sourcePlaces } from '../../workflows/source-places';
import type { Loaded } from '../session/active-run';
import { baseName, findSchedulers } from '../session/scheduler-sources';

/**
 * Where the texts of a scheduler are that ended: those that it was made of when this window had loaded it, else
 * the one scheduler of the workspace that has its name; null where none or several have it.
 */
export async function endedSource(
  ops: string | null,
  left: Loaded | null,
  files: Pick<WorkflowContext['files'], 'readText'>,
): Promise<EndPlaces | null> {
  const object = left?.object ?? null;
  if (left !== null && object !== null) return { ...sourcePlaces(object), source: left.source };
  if (ops === null) return null;
  const sources = await Promise.all(
    (await findSchedulers()).map(async (path) => ({
      path,
      text: (await files.readText(path)) ?? '',
    })),
  );
  const named = sources.filter(({ path, text }) =>
    indexSource(path, text).tables.some((table) => table.ops === ops),
  );
  const [only] = named;
  if (only === undefined || named.length > 1) return null;
  return {
    source: only.path,
    resolveFile: (name) => (name === baseName(only.path) ? only.path : null),
    place: (findings) =>
      findings
        .map((one) => placeInSource(one, [only]))
        .map((one) => placeInScheduler(one, only.path)),
  };
}
