import { fileResolver, parseDependencies } from '../core/clang/dependencies';
import type { Finding } from '../core/findings/finding';
import { placeInSource } from '../core/findings/place-in-source';
import type { WorkflowContext } from './context';
import type { SchedulerObject } from './scheduler-object';

/** Leads what a kernel says of an object back to the files it was made from. */
export interface SourcePlaces {
  /**
   * The compiled file of a base name, which is all that kernel logs print: two main.bpf.c in one
   * workspace must not be mixed up. null when none or several have it.
   */
  readonly resolveFile: (baseName: string) => string | null;
  /** A finding that names no file gets the place in the source that it is about. */
  readonly place: (finding: Finding) => Finding;
}

export async function sourcePlaces(
  context: WorkflowContext,
  object: SchedulerObject,
): Promise<SourcePlaces> {
  const rule = (await context.files.readText(object.dependenciesPath)) ?? '';
  const text = (await context.files.readText(object.source)) ?? '';
  return {
    resolveFile: fileResolver(object.source, parseDependencies(rule)),
    place: (finding) => placeInSource(finding, object.source, text),
  };
}
