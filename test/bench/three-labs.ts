import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { failed, ok } from '../../extension/core/findings/problem';
import type { Target } from '../../extension/core/sched-ext/target';
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

/**
 * The fifo scheduler on three labs side by side against the slowest of them alone, as who asks again after an edit
 * sees it: all run, are connected, and have a verifier that waits.
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

type Verify = (labs: readonly LabTarget[]) => Promise<void>;

function verifier(labs: readonly LabTarget[], standing: StandingVerifiers): Verify {
  const hostOf = ({ id }: Target) => labs.find(({ host }) => host.target.id === id)?.host;
  const connect = (target: Target) => {
    const host = hostOf(target);
    return Promise.resolve(host ? ok(host) : failed(NOT_BOOTED));
  };
  const context = { ...labs[0]!.context, hosts: createFakeHosts({ connect }) };
  return async (some) => {
    const request = { source: SOURCE, targets: some.map(({ host }) => host.target) };
    const { rows } = valueOf(await verifyMatrix(context, request, { standing }));
    if (rows.length !== some.length) throw new Error('the fifo scheduler does not compile');
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
}

async function measureRound(labs: readonly LabTarget[], verify: Verify): Promise<Round> {
  const alone: number[] = [];
  for (const lab of labs) {
    await setTimeout(EDIT_MS);
    alone.push(await milliseconds(() => verify([lab])));
  }
  await setTimeout(EDIT_MS);
  return { together: await milliseconds(() => verify(labs)), alone };
}

function measurementOf(rounds: readonly Round[]): Measurement {
  // The lab that is the slowest as a rule: the slowest of each round would count its slow moments as well.
  const slowest = Math.max(
    ...KERNELS.map((_, lab) => median(rounds.map(({ alone }) => alone[lab] ?? NaN))),
  );
  return {
    name: 'verify on three labs',
    value: median(rounds.map(({ together }) => together)),
    unit: 'ms',
    reference: slowest,
    referenceName: 'the slowest alone',
    allowed: ALLOWED,
  };
}
