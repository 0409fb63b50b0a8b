import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { failed, ok } from '../../extension/core/findings/problem';
import type { Target } from '../../extension/core/sched-ext/target';
import type { Tools } from '../../extension/hosts/api';
import type { WorkflowContext } from '../../extension/workflows/context';
import { StandingVerifiers } from '../../extension/workflows/verify/standing-verifiers';
import { verifyMatrix } from '../../extension/workflows/verify/verify-matrix';
import { createFakeHosts } from '../fakes/fake-hosts';
import { openLab, REPOSITORY, valueOf, type LabTarget } from '../lab/lab-target';
import { median, milliseconds, type Measurement } from './measurement';

const KERNELS = ['6.12', '6.18', '7.3'];
const ROUNDS = 7;
const ALLOWED = 1.3;
/** Between two verdicts, as somebody edits: the next verifiers are ready by then. */
const EDIT_MS = 2000;
const SOURCE = join(REPOSITORY, 'bpf-templates/fifo/fifo.bpf.c');

/** Kernel's USER_HZ, which times in /proc are in (proc(5)). */
const TICK_MS = 10;

/**
 * The fifo scheduler on three labs side by side against the slowest of them alone; all run and are
 * connected before. Where guests are emulated, each needs a whole processor of this machine while it
 * verifies: on fewer than three, no program can be faster than the time that the guests and the compiler
 * then take, shared out over the processors, and that is what counts. Verifying one after the other takes
 * twice that on two. Our own work here is never in the reference.
 */
export async function threeLabs(): Promise<Measurement> {
  const labs: LabTarget[] = [];
  const standing = new StandingVerifiers();
  try {
    for (const kernel of KERNELS) labs.push(await openLab(kernel));
    const verify = verifier(labs, standing);
    await verify(labs);
    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await measureRound(labs, verify));
    return measurementOf(rounds);
  } finally {
    standing.dispose();
    await Promise.all(labs.map((lab) => lab.close()));
  }
}

/** Gives the processor time of the tools that it ran here, in milliseconds. */
type Verify = (labs: readonly LabTarget[]) => Promise<number>;

function verifier(labs: readonly LabTarget[], standing: StandingVerifiers): Verify {
  const hostOf = ({ id }: Target) => labs.find(({ host }) => host.target.id === id)?.host;
  const connect = (target: Target) => {
    const host = hostOf(target);
    return Promise.resolve(host ? ok(host) : failed(NOT_BOOTED));
  };
  const { context: common } = labs[0]!;
  let toolTime = 0;
  const tools: Tools = {
    ...common.tools,
    async run(command) {
      const before = childrenTime();
      const outcome = await common.tools.run(command);
      toolTime += childrenTime() - before;
      return outcome;
    },
  };
  const context: WorkflowContext = { ...common, tools, hosts: createFakeHosts({ connect }) };
  return async (some) => {
    toolTime = 0;
    const request = { source: SOURCE, targets: some.map(({ host }) => host.target) };
    const { rows } = valueOf(await verifyMatrix(context, request, { standing }));
    if (rows.length !== some.length) throw new Error('the fifo scheduler does not compile');
    for (const { verdict } of rows) valueOf(verdict);
    return toolTime;
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
  /** Processor time of the three guests and of the build while they were together. */
  readonly needed: number;
}

async function measureRound(labs: readonly LabTarget[], verify: Verify): Promise<Round> {
  const alone: number[] = [];
  for (const lab of labs) {
    await setTimeout(EDIT_MS);
    alone.push(await milliseconds(() => verify([lab])));
  }
  await setTimeout(EDIT_MS);
  const guestsTime = () => labs.reduce((sum, lab) => sum + guestTime(lab), 0);
  const before = guestsTime();
  let tools = 0;
  const together = await milliseconds(async () => {
    tools = await verify(labs);
  });
  return { together, alone, needed: guestsTime() - before + tools };
}

function measurementOf(rounds: readonly Round[]): Measurement {
  // The lab that is the slowest as a rule: the slowest of each round would count its slow moments as well.
  const slowest = Math.max(
    ...KERNELS.map((_, lab) => median(rounds.map(({ alone }) => alone[lab] ?? NaN))),
  );
  const processors = availableParallelism();
  const shared = median(rounds.map(({ needed }) => needed)) / processors;
  return {
    name: 'verify on three labs',
    value: median(rounds.map(({ together }) => together)),
    unit: 'ms',
    reference: Math.max(slowest, shared),
    referenceName:
      slowest >= shared
        ? 'the slowest alone'
        : `their guests' and clang's time on ${processors} processors; the slowest alone ${slowest.toFixed(0)} ms`,
    allowed: ALLOWED,
  };
}

/** Processor time of a lab's virtual machine so far, in milliseconds: utime and stime of proc(5). */
function guestTime(lab: LabTarget): number {
  return processorTime(machineOf(lab), 14, 15);
}

/** Processor time of all processes that this one has waited for, in milliseconds: cutime and cstime. */
function childrenTime(): number {
  return processorTime('self', 16, 17);
}

/** Fields of /proc/PID/stat, counted from 1; the second, the name, may hold blanks. */
function processorTime(pid: string, ...fields: readonly number[]): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const behindName = stat.slice(stat.lastIndexOf(')')).split(' ').map(Number);
  return fields.reduce((sum, field) => sum + (behindName[field - 2] ?? NaN), 0) * TICK_MS;
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
