import type { LogPart } from './log-part';

/** As many side by side are still a list that can be read. */
const READABLE = 50;

/**
 * Puts branches that are too many for a list into groups: the same branch taken again and again is one
 * group, then each fifty are one, and again until there are few.
 */
export function groupBranches(parts: readonly LogPart[]): readonly LogPart[] {
  if (parts.length <= READABLE) return parts;
  const joined = joinRepeated(parts);
  return joined.length <= READABLE ? joined : groupBranches(joinEach(joined, READABLE));
}

function joinRepeated(parts: readonly LogPart[]): readonly LogPart[] {
  const joined: LogPart[] = [];
  for (let start = 0; start < parts.length;) {
    let end = start + 1;
    const first = parts[start];
    if (first?.kind === 'branch')
      while (parts[end]?.kind === 'branch' && parts[end]?.name === first.name) end += 1;
    const run = parts.slice(start, end);
    joined.push(...(run.length > 2 ? [groupOf(run, `${first?.name ?? ''}, ${times(run)}`)] : run));
    start = end;
  }
  return joined;
}

const times = ({ length }: readonly LogPart[]) => `${length.toLocaleString('en')} times`;

function joinEach(parts: readonly LogPart[], size: number): readonly LogPart[] {
  const joined: LogPart[] = [];
  let run: LogPart[] = [];
  const flush = () => {
    if (run.length > 1) joined.push(groupOf(run, `${branches(run).toLocaleString('en')} branches`));
    else joined.push(...run);
    run = [];
  };
  for (const part of parts) {
    if (part.kind === 'branch' || part.kind === 'branches') run.push(part);
    else {
      flush();
      joined.push(part);
    }
    if (run.length === size) flush();
  }
  flush();
  // What is no branch stays; where it is all there is, no group can help.
  return joined.length < parts.length ? joined : parts.slice(0, size);
}

const branches = (parts: readonly LogPart[]): number =>
  parts.reduce((sum, part) => sum + (part.kind === 'branches' ? branches(part.children) : 1), 0);

function groupOf(run: readonly LogPart[], name: string): LogPart {
  const [first] = run;
  return {
    kind: 'branches',
    name,
    detail: first?.detail ?? '',
    firstLine: first?.firstLine ?? 0,
    lastLine: run.at(-1)?.lastLine ?? 0,
    children: run,
  };
}
