import { readObject, type ObjectInfo } from '../core/btf/object-info';
import { ok, type Outcome } from '../core/findings/problem';
import { isLogOf } from '../core/verifier/log-of-object';
import type { Command, Invocation } from './command';
import { readNamedFile } from './named-file';

export const OBJECT_OPTION: Command['options'] = {
  object: {
    value: 'OBJ',
    help: 'the .bpf.o that was loaded: it knows columns, headers and names of fields',
  },
};

/**
 * The object that --object names; null without one. A problem where the file can't be read. An object
 * that tells nothing of this log is left out, and that is said.
 */
export async function logObject(
  invocation: Invocation,
  log: string,
): Promise<Outcome<ObjectInfo | null>> {
  const named = invocation.arguments.text('object');
  if (named === null) return ok(null);
  const bytes = await readNamedFile(invocation.cwd, named, 'Correct --object, or leave it out.');
  if (bytes.kind !== 'ok') return bytes;
  const object = readObject(bytes.value);
  const reason = object === null ? NO_OBJECT : unfitness(object, log);
  if (reason === null) return ok(object);
  invocation.terminal.say([`${named} is left out: ${reason}`]);
  return ok(null);
}

const NO_OBJECT = 'it is no whole BPF object (ELF, 64 bits, little-endian)';

function unfitness(object: ObjectInfo, log: string): string | null {
  if (!object.hasTypes) return 'it was compiled without -g, or stripped of its BTF';
  return isLogOf(object, log) ? null : 'this log is of another object, or of another build of it';
}
