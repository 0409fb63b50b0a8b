/** QEMU's own commands (QMP) over the standard input and output of its process. */
import { startProcess, type ProcessExit } from '../processes/process';

/** One line of the protocol; QEMU 7.2, docs/interop/qmp-spec. */
interface Message {
  readonly return?: unknown;
  readonly error?: { readonly desc: string };
}

export interface MonitoredMachine {
  /** What QEMU answers. Rejects with its error, and when QEMU ends first. */
  ask(command: string, values?: Readonly<Record<string, unknown>>): Promise<unknown>;
  readonly done: Promise<ProcessExit>;
  kill(): void;
}

/** Starts `argv`, which must make `-qmp stdio` of its standard streams. Takes one question at a time. */
export function startMonitored(argv: readonly [string, ...string[]]): MonitoredMachine {
  let answer: (message: Message) => void = () => undefined;
  const machine = startProcess(argv, {
    onLine: (line) => {
      const message = parsed(line);
      if (message && ('return' in message || 'error' in message)) answer(message);
    },
  });
  return {
    async ask(command, values = {}) {
      const answered = new Promise<Message>((resolve) => (answer = resolve));
      machine.write(JSON.stringify({ execute: command, arguments: values }) + '\n');
      const ended = machine.done.then((exit): never => {
        throw new Error(exit.stderr.trim() || `QEMU ended before it answered ${command}`);
      });
      const message = await Promise.race([answered, ended]);
      if (message.error) throw new Error(`${command}: ${message.error.desc}`);
      return message.return;
    },
    done: machine.done,
    kill: () => {
      machine.kill();
    },
  };
}

/** null for what is no message: QEMU writes nothing else there, but its firmware could. */
function parsed(line: string): Message | null {
  try {
    return JSON.parse(line) as Message;
  } catch {
    return null;
  }
}
