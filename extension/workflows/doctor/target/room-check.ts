import type { DoctorFacts } from '../../../core/sched-ext/doctor-facts';
import type { TargetFacts } from '../../../core/sched-ext/target';
import { faulty, fine, type Fault, type Found, type Subject } from '../check';

const ROOM: Subject = ['room', 'room for objects'];

/** An object of a large scheduler is some MB; below that much room a load can fail. */
const ENOUGH_FREE_BYTES = 16 * 1024 * 1024;
/** Not even a small object. */
const TOO_FEW_FREE_BYTES = 128 * 1024;

type Folder = Pick<DoctorFacts, 'tempFolder' | 'tempWritable' | 'tempInodes'>;

/** The folder that objects are sent to; `folder` is null where it was not asked for. */
export function roomCheck(
  { freeBytes }: Pick<TargetFacts, 'freeBytes'>,
  folder: Folder | null,
): Found {
  const place = folder?.tempFolder ?? 'the temporary folder';
  const fault = folder === null ? null : folderFault(folder, place);
  if (fault !== null) return faulty(ROOM, 'missing', fault);
  if (freeBytes === null) {
    const effect = 'A load can fail for want of room';
    return faulty(ROOM, 'unknown', { detail: `${place} does not say how much is free`, effect });
  }
  const detail = `${describeBytes(freeBytes)} free in ${place}`;
  if (freeBytes >= ENOUGH_FREE_BYTES) return fine(ROOM, detail);
  const isFull = freeBytes < TOO_FEW_FREE_BYTES;
  return faulty(ROOM, isFull ? 'missing' : 'warning', {
    detail,
    effect: isFull ? 'No scheduler can be verified or loaded' : 'A large scheduler may not fit',
    ...freeRoom(place),
  });
}

function folderFault({ tempWritable, tempInodes }: Folder, place: string): Fault | null {
  const effect = 'No scheduler can be verified or loaded';
  if (!tempWritable) {
    const nextStep =
      'Make it writable, or set TMPDIR in the environment of the login to another folder.';
    return { detail: `${place} can't be written to`, effect, nextStep };
  }
  if (tempInodes !== 0) return null;
  return { detail: `${place} has no room for another file`, effect, ...freeRoom(place) };
}

function freeRoom(place: string) {
  const isPlain = /^\/[\w./-]*$/.test(place);
  return {
    nextStep: `Free room there${isPlain ? '; this lists what takes most' : ''}, or set TMPDIR to another folder:`,
    command: isPlain ? `du -ah ${place} | sort -h | tail` : null,
  };
}

function describeBytes(bytes: number): string {
  if (bytes >= 1024 ** 3) return `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
  return bytes >= 1024 ** 2
    ? `${Math.floor(bytes / 1024 ** 2)} MiB`
    : `${Math.floor(bytes / 1024)} KiB`;
}
