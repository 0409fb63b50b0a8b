import { readObject } from '../../core/btf/object-info';
import { isAbsolutePath } from '../../core/findings/file-path';
import { finding, type Finding } from '../../core/findings/finding';
import { failed, ok, type Outcome, type Problem } from '../../core/findings/problem';
import type { Files } from '../../hosts/api';
import type { SchedulerObject } from '../scheduler-object';
import { readSources } from './object-sources';
import { isSchedulerObject, MOST_OBJECT_BYTES } from './scheduler-bytes';

export interface GivenObject {
  readonly source: string;
  /** Absolute path of an object that somebody else built of the source. */
  readonly path: string;
  /** Of the target: the object finds out by CO-RE what differs. */
  readonly kernelBuild: string;
}

/** An object as it is, in place of one that is compiled: it is sent with all that it has. */
export async function givenObject(
  files: Files,
  { source, path, kernelBuild }: GivenObject,
): Promise<Outcome<{ readonly object: SchedulerObject; readonly findings: readonly Finding[] }>> {
  const size = (await files.realPath(path))?.fileBytes ?? null;
  if (size === null) return failed(noObject(path));
  const bytes = size > MOST_OBJECT_BYTES ? null : await files.readBytes(path);
  if (bytes === null || !isSchedulerObject(bytes)) return failed(notScheduler(path));
  const dependencies = await filesOf(files, bytes);
  const sources = await readSources(files, source, dependencies);
  const object: SchedulerObject = {
    ...{ source, path, strippedPath: path, bytes },
    dependenciesPath: '',
    dependencies,
    sources,
    kernelBuild,
    clang: null,
  };
  const changed = await changedSince(
    files,
    path,
    sources.map((one) => one.path),
  );
  return ok({ object, findings: changed === null ? [] : [stale(changed, path)] });
}

/** As its line table has them, where they are on this machine: it may have been built on another one. */
async function filesOf(files: Files, bytes: Uint8Array): Promise<readonly string[]> {
  const named = (readObject(bytes)?.files ?? []).filter(isAbsolutePath);
  const found = await Promise.all(named.map((path) => files.realPath(path)));
  return named.filter((_, index) => (found[index]?.fileBytes ?? null) !== null);
}

/** The first file that was changed after the object was built. */
async function changedSince(
  files: Files,
  object: string,
  sources: readonly string[],
): Promise<string | null> {
  const builtMs = (await files.modified(object)) ?? 0;
  for (const path of sources) {
    if (((await files.modified(path)) ?? 0) > builtMs) return path;
  }
  return null;
}

/** Of the finding that the object is older than its source: what is said of it is not of this text. */
export const STALE_OBJECT = 'build/stale-object';

function stale(file: string, object: string): Finding {
  return finding({
    code: STALE_OBJECT,
    severity: 'warning',
    message: `This file was changed after its object was built, and what is said is of an older text: ${object}`,
    file,
    line: 1,
    suggestion: 'Build the project again.',
  });
}

function noObject(path: string): Problem {
  return {
    kind: 'usage',
    code: 'no-object',
    message: `Could not use the object ${path}: there is no such file`,
    nextStep: 'Build the project, or choose another object.',
    detail: '',
  };
}

function notScheduler(path: string): Problem {
  return {
    kind: 'usage',
    code: 'not-a-scheduler',
    message: `Could not use the object ${path}: it is no BPF object with a scheduler in it`,
    nextStep: 'Choose a .bpf.o that has a struct sched_ext_ops.',
    detail: '',
  };
}
