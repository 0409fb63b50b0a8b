import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { failed, ok } from '../../extension/core/findings/problem';
import type { Target } from '../../extension/core/sched-ext/target';
import type { WorkflowContext } from '../../extension/workflows/context';
import { verifyMatrix } from '../../extension/workflows/verify-matrix';
import { createFakeHosts } from '../fakes/fake-hosts';
import { openLab, REPOSITORY, valueOf, type LabTarget } from '../lab/lab-target';
import { median, milliseconds, type Measurement } from './measurement';

const KERNELS = ['6.12', '6.18', '7.3'];
const ROUNDS = 7;
const ALLOWED = 1.3;
const SOURCE = join(REPOSITORY, 'bpf-templates/minimal/minimal.bpf.c');

/** Kernel's USER_HZ, which times in /proc are in (proc(5)). */
const TICK_MS = 10;

/**
 * The minimal scheduler on three labs side by side against the slowest of them alone; all run and are
 * connected before. Where guests are emulated, each needs a whole processor of this machine while it
 * verifies: on fewer than three, no program can be faster than the guests' own time shared out over the
 * processors, and then that is what counts. Our work beside the guests is never in the reference.
 */
export async function threeLabs(): Promise<Measurement> {
  const labs: LabTarget[] = [];
  try {
    for (const kernel of KERNELS) labs.push(await openLab(kernel));
    const verify = verifier(labs);
    await verify(labs);
    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await measureRound(labs, verify));
    return measurementOf(rounds);
  } finally {
    await Promise.all(labs.map((lab) => lab.close()));
  }
}

type Verify = (labs: readonly LabTarget[]) => Promise<void>;

function verifier(labs: readonly LabTarget[]): Verify {
  const hostOf = ({ id }: Target) => labs.find(({ host }) => host.target.id === id)?.host;
  const connect = (target: Target) => {
    const host = hostOf(target);
    return Promise.resolve(host ? ok(host) : failed(NOT_BOOTED));
  };
  const context: WorkflowContext = { ...labs[0]!.context, hosts: createFakeHosts({ connect }) };
  const extraFlags = ['-I', join(REPOSITORY, 'bpf-templates/include')];
  return async (some) => {
    const targets = some.map(({ host }) => host.target);
    const { rows } = valueOf(await verifyMatrix(context, { source: SOURCE, targets, extraFlags }));
    if (rows.length !== some.length) throw new Error('the minimal scheduler does not compile');
    for (const { verdict } of rows) valueOf(verdict);
  };
}

const NOT_BOOTED = {
  kind: 'internal',
  code: 'not-booted',
  message: 'Could not verify: this lab was not booted',
  nextStep: '',
  detail: '',
} as const;

interface Round {
  readonly together: number;
  /** In the order of the labs. */
  readonly alone: readonly number[];
  /** Processor time of the three guests, each while it verified alone. */
  readonly guests: number;
}

async function measureRound(labs: readonly LabTarget[], verify: Verify): Promise<Round> {
  const alone: number[] = [];
  let guests = 0;
  for (const lab of labs) {
    const before = guestTime(lab);
    alone.push(await milliseconds(() => verify([lab])));
    guests += guestTime(lab) - before;
  }
  const together = await milliseconds(() => verify(labs));
  return { together, alone, guests };
}

function measurementOf(rounds: readonly Round[]): Measurement {
  // The lab that is the slowest as a rule: the slowest of each round would count its slow moments as well.
  const slowest = Math.max(
    ...KERNELS.map((_, lab) => median(rounds.map(({ alone }) => alone[lab] ?? NaN))),
  );
  const processors = availableParallelism();
  const shared = median(rounds.map(({ guests }) => guests)) / processors;
  return {
    name: 'verify on three labs',
    value: median(rounds.map(({ together }) => together)),
    unit: 'ms',
    reference: Math.max(slowest, shared),
    referenceName:
      slowest >= shared
        ? 'the slowest alone'
        : `their guests' time on ${processors} processors; the slowest alone ${slowest.toFixed(0)} ms`,
    allowed: ALLOWED,
  };
}

/** Processor time of a lab's virtual machine so far, in milliseconds: fields 14 and 15 of /proc/PID/stat. */
function guestTime(lab: LabTarget): number {
  const stat = readFileSync(`/proc/${machineOf(lab)}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')')).split(' ').map(Number);
  return ((fields[12] ?? NaN) + (fields[13] ?? NaN)) * TICK_MS;
}

/** The process that listens at the port of its ssh. */
function machineOf({ sshArguments }: LabTarget): string {
  const port = sshArguments[sshArguments.indexOf('-p') + 1] ?? '';
  const pid = readdirSync('/proc').find((entry) => isMachineAt(entry, port));
  if (pid === undefined) throw new Error(`no virtual machine at port ${port}`);
  return pid;
}

function isMachineAt(pid: string, port: string): boolean {
  try {
    const argv = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return argv[0]!.includes('qemu') && argv.some((word) => word.includes(`:${port}-`));
  } catch {
    return false; // No process, or one that has just ended.
  }
}
