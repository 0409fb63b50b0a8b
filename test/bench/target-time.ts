/** What the processes of a connection cost the target, by its own /proc. */

/** The asking shell's pid; then "PID PARENT NANOSECONDS TICKS NAME" each: its own time, and that of ended children. */
export const SHELL_PROCESSES = `echo $$
for p in /proc/[0-9]*; do
	{ read -r line <$p/stat && read -r time rest <$p/schedstat; } 2>/dev/null || continue
	name=\${line#*(}
	set -- \${line##*) }
	echo "\${p#/proc/} $2 $time $((\${14} + \${15})) \${name%)*}"
done`;

/** USER_HZ is 100. */
const TICK_NS = 1e7;

interface Process {
  readonly parent: string;
  readonly ns: number;
  readonly name: string;
}

/** Between two answers of SHELL_PROCESSES: of all sshd but the asking one's, and of what runs below them. */
export function processorNs(before: string, after: string): number {
  const earlier = connected(before);
  // A process that has ended is in the time of its parent.
  return [...connected(after)].reduce(
    (sum, [pid, { ns }]) => sum + ns - (earlier.get(pid)?.ns ?? 0),
    0,
  );
}

function connected(text: string): ReadonlyMap<string, Process> {
  const [asking = '', ...rows] = text.trim().split('\n');
  const all = new Map(rows.map(processOf));
  const own = new Set(ancestors(asking, all));
  const isServer = (pid: string) => pid !== '1' && !own.has(pid) && all.get(pid)?.name === 'sshd';
  return new Map([...all].filter(([pid]) => ancestors(pid, all).some(isServer)));
}

function processOf(row: string): [pid: string, process: Process] {
  const [pid = '', parent = '', own, children, ...name] = row.split(' ');
  const ns = Number(own) + Number(children) * TICK_NS;
  return [pid, { parent, ns, name: name.join(' ') }];
}

/** From the process itself upwards. */
function ancestors(pid: string, all: ReadonlyMap<string, Process>): string[] {
  const chain: string[] = [];
  for (let at: string | undefined = pid; at !== undefined; at = all.get(at)?.parent) chain.push(at);
  return chain;
}
