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
  const seen = async () => (await Promise.all([lab.state(), lab.loaded(), lab.processes()])).flat();
  await until(seen, SHOWN[phase], PATIENCE_S);
}

/** In the state, what is loaded and the processes. */
const SHOWN: Record<Phase, (seen: readonly string[]) => boolean> = {
  upload: (seen) => has(seen, '/tmp/scx-studio') && !has(seen, 'bpftool'),
  verify: (seen) => has(seen, 'bpftool -d prog loadall'),
  register: (seen) => has(seen, 'enabling'),
  running: (seen) => has(seen, 'enabled'),
  unload: (seen) => has(seen, 'disabling'),
};

const has = (seen: readonly string[], text: string) => seen.some((line) => line.includes(text));
