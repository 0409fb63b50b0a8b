/** The phases of a load, and how the target itself shows that one is reached. */
import { until } from '../lab-target';
import { GOOD, SLOW_TO_VERIFY } from '../schedulers';
import type { StartedCommand } from '../command-line';
import type { FaultyLab, Person } from './faulty-lab';
import { LARGE, SLOW_TO_REGISTER, SLOW_TO_UNLOAD } from './slow-schedulers';

export const PHASES = ['upload', 'verify', 'register', 'running', 'unload'] as const;
export type Phase = (typeof PHASES)[number];

/** An upload of LARGE takes some 20 s then. */
const SLOW_LINE_BYTES_PER_S = 100_000;
const PATIENCE_S = 60;

const SOURCES = {
  upload: LARGE,
  verify: SLOW_TO_VERIFY,
  register: SLOW_TO_REGISTER,
  running: GOOD,
  unload: SLOW_TO_UNLOAD,
};

/** A command that has reached the phase, and goes on in it for seconds. */
export async function reach(phase: Phase, lab: FaultyLab, person: Person): Promise<StartedCommand> {
  const source = lab.write(`${phase}.bpf.c`, SOURCES[phase]);
  if (phase === 'upload') {
    await person.run(['build', source]); // The types of the kernel would take their time, too.
    lab.network.limit(SLOW_LINE_BYTES_PER_S);
  }
  const command = person.start([phase === 'verify' ? 'verify' : 'load', source]);
  const ended = command.end.then((end): never => {
    throw new Error(`ended before ${phase}: ${JSON.stringify(end)}`);
  });
  ended.catch(() => {
    lab.network.limit(null);
  });
  await Promise.race([ended, reached(phase, lab, command)]);
  return command;
}

async function reached(phase: Phase, lab: FaultyLab, command: StartedCommand): Promise<void> {
  if (phase === 'unload') {
    const said = () => Promise.resolve(command.stdout());
    await until(said, (text) => text.includes('Running: '), PATIENCE_S);
    command.kill('SIGINT');
  }
  await until(
    () => SHOWN[phase](lab),
    (shown) => shown,
    PATIENCE_S,
  );
}

/** One question each: a scheduler that is slow to end makes the lab slow to answer, and its end does not wait. */
const SHOWN: Record<Phase, (lab: FaultyLab) => Promise<boolean>> = {
  upload: async (lab) =>
    has(await lab.loaded(), '/tmp/scx-studio') && !has(await lab.processes(), 'bpftool'),
  verify: async (lab) => has(await lab.processes(), 'bpftool -d prog loadall'),
  register: async (lab) => (await lab.state()) === 'enabling',
  running: async (lab) => (await lab.state()) === 'enabled',
  unload: async (lab) => (await lab.state()) === 'disabling',
};

const has = (seen: readonly string[], text: string) => seen.some((line) => line.includes(text));
