/** A connection to a lab that stays open: another one takes 0.7 s of an emulated lab's processor. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from './until';

export interface OpenConnection {
  /** Runs a command in the lab; its standard output. */
  readonly shell: (command: string) => Promise<string>;
  /** Runs a command in the lab with something on its standard input. */
  readonly send: (input: Uint8Array | string, command: string) => Promise<void>;
  readonly close: () => void;
}

/** `ssh` is the argv that reaches the lab; the connection's socket is in `folder`. */
export async function openConnection(
  [program, ...args]: readonly [string, ...string[]],
  folder: string,
): Promise<OpenConnection> {
  const socket = join(folder, 'open-connection');
  const master = spawn(program, ['-M', '-S', socket, '-N', ...args], { stdio: 'ignore' });
  await until(
    () => Promise.resolve(existsSync(socket)),
    (open) => open,
    60,
  );
  const run = promisify(execFile);
  return {
    shell: async (command) =>
      (await run(program, ['-S', socket, ...args, command], { maxBuffer: 1 << 26 })).stdout,
    send: async (input, command) => {
      const child = spawn(program, ['-S', socket, ...args, command], {
        stdio: ['pipe', 'ignore', 'inherit'],
      });
      child.stdin.end(input);
      const [status] = (await once(child, 'exit')) as [number | null];
      if (status !== 0) throw new Error(`${command}: status ${status}`);
    },
    close: () => master.kill(),
  };
}
