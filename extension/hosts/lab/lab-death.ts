/** How a lab's virtual machine ended, from what is known afterwards. Pure. */
export interface LabDeath {
  readonly reason: 'stopped' | 'panic' | 'out-of-memory' | 'powered-off' | 'killed' | 'qemu-failed';
  /** One sentence for people: "The lab 6.18.15 died: …". */
  readonly message: string;
  /** null when a signal ended qemu, or when the lab was not this process's own child. */
  readonly exitCode: number | null;
  /** The end of the console, oldest line first. */
  readonly console: readonly string[];
}

interface Ending {
  /** The kernel's release. */
  readonly kernel: string;
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** True when its owner asked for the end. */
  readonly stopRequested: boolean;
  readonly console: readonly string[];
  /** qemu's own standard error. */
  readonly stderr: string;
}

interface Cause {
  readonly reason: LabDeath['reason'];
  readonly text: string;
}

/** kernel/panic.c, 6.12 to 7.3. */
const PANIC = /Kernel panic - not syncing: (.*)/;
/** mm/oom_kill.c, 6.12 to 7.3: the panics of a machine that is out of memory. */
const OUT_OF_MEMORY = /out of memory|panic_on_oom|deadlocked on memory/i;
/** kernel/reboot.c, 6.12 to 7.3. */
const POWER_OFF = /reboot: (?:Power down|Restarting system|System halted)/;

export function labDeath(ending: Ending): LabDeath {
  const { reason, text } = causeOf(ending);
  const what = reason === 'stopped' ? 'was stopped' : `died: ${text}`;
  return {
    reason,
    message: `The lab ${ending.kernel} ${what}`,
    exitCode: ending.exitCode,
    console: ending.console,
  };
}

function causeOf(ending: Ending): Cause {
  if (ending.stopRequested) return { reason: 'stopped', text: '' };
  const panic = lastMatch(ending.console, PANIC);
  if (panic !== null) return panicCause(panic);
  if (ending.console.some((line) => POWER_OFF.test(line))) {
    return { reason: 'powered-off', text: 'it was powered off from inside' };
  }
  const said = ending.stderr.trim().split('\n').at(-1) ?? '';
  const why = said === '' ? '' : `: ${said}`;
  if (ending.exitCode === null) return { reason: 'killed', text: killedText(ending.signal) + why };
  return { reason: 'qemu-failed', text: `qemu ended with exit status ${ending.exitCode}${why}` };
}

function panicCause(panic: string): Cause {
  const text = panic.replace(/ ?\]---$/, '').trim();
  return OUT_OF_MEMORY.test(text)
    ? { reason: 'out-of-memory', text: `its kernel ran out of memory (${text})` }
    : { reason: 'panic', text: `kernel panic: ${text}` };
}

function killedText(signal: string | null): string {
  if (signal === null) return 'its qemu process is gone';
  const hint =
    signal === 'SIGKILL' ? ' (Linux also does this when the machine is out of memory)' : '';
  return `its qemu process was ended by ${signal}${hint}`;
}

function lastMatch(lines: readonly string[], pattern: RegExp): string | null {
  for (const line of lines.toReversed()) {
    const found = pattern.exec(line)?.[1];
    if (found !== undefined) return found;
  }
  return null;
}
