import { readObject, type ObjectInfo } from '../core/btf/object-info';
import { fileResolver } from '../core/clang/dependencies';
import type { Finding } from '../core/findings/finding';
import { placeAtCode, placeInObject } from '../core/findings/place-in-object';
import { placeInScheduler, placeInSource } from '../core/findings/place-in-source';
import type { SchedulerObject } from './scheduler-object';

/** Leads what a kernel says of an object back to the files it was made from. */
export interface SourcePlaces {
  /**
   * The compiled file of a base name, which is all that kernel logs print: two main.bpf.c in one
   * workspace must not be mixed up. null when none or several have it.
   */
  readonly resolveFile: (name: string) => string | null;
  /** What the object tells of places and names; null when it can't be read. */
  readonly object: ObjectInfo | null;
  /**
   * Findings that name no file get the place that they are about: by the object's line table, else by
   * the text of the sources.
   */
  readonly place: (findings: readonly Finding[]) => Finding[];
}

/** Of the object and the sources as they were built, whatever was saved or built since. */
export function sourcePlaces(scheduler: SchedulerObject): SourcePlaces {
  const { bytes, dependencies, sources } = scheduler;
  const object = readObject(bytes);
  const byDependency = fileResolver(scheduler.source, dependencies);
  // Of two headers with one name mostly only one has code.
  const byCode = fileResolver(scheduler.source, object?.files ?? []);
  const resolveFile = (name: string) => byDependency(name) ?? byCode(name);
  return {
    resolveFile,
    object,
    place: (findings) => {
      if (findings.length === 0) return [];
      const lines = new Map(sources.map(({ path, text }) => [path, text.split('\n')]));
      const files = {
        pathOf: (recorded: string) => resolveFile(recorded) ?? recorded,
        linesOf: (path: string) => lines.get(path) ?? null,
      };
      return findings
        .map((one) => (object ? placeInObject(one, object, files) : one))
        .map((one) => placeInSource(one, sources))
        .map((one) => (object ? placeAtCode(one, object, files) : one))
        .map((one) => placeInScheduler(one, scheduler.source));
    },
  };
}
