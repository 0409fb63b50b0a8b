/** The command line: this process's streams, signals and exit status around one command. */
import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname } from 'node:path';
import { EXIT, type ExitStatus } from './exit-status';
import { createParts } from './parts';
import { findInstallation } from './places';
import { runCommandLine } from './run-command';
import type { Output } from './terminal/terminal';
import { answerReader } from './terminal/typed-answer';

/** A bug of ours, as opposed to every expected failure (EX_SOFTWARE of sysexits.h). */
const EXIT_BUG = 70;
const FALLBACK_COLUMNS = 80;

function outputOf(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) => stream.write(text),
    get isTty() {
      return stream.isTTY; // undefined for a file or a pipe
    },
    get columns() {
      return stream.isTTY && stream.columns > 0 ? stream.columns : FALLBACK_COLUMNS;
    },
  };
}

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** npx passes a Ctrl-C on that the terminal sent us already: so soon, it is not a second one. */
const SAME_CTRL_C_MS = 500;

/** The first signal asks for an orderly end; a second Ctrl-C does not wait for it. */
function abortOnSignals(controller: AbortController): void {
  let abortedAt = Number.POSITIVE_INFINITY;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (signal === 'SIGINT' && Date.now() - abortedAt > SAME_CTRL_C_MS) {
        process.exit(EXIT.interrupted);
      }
      if (controller.signal.aborted) return;
      abortedAt = Date.now();
      controller.abort();
    });
  }
}

/** EPIPE: the reader left early (`| head`). EIO: the terminal was closed. */
const READER_LEFT = new Set(['EPIPE', 'EIO']);

/** When nobody reads any more, or a disk is full, this is over; what is loaded is still taken out. */
function abortOnLostOutput(controller: AbortController): () => string | null {
  let lost: string | null = null;
  const onError = (error: NodeJS.ErrnoException) => {
    lost ??= error.code ?? error.message;
    controller.abort();
  };
  process.stdout.on('error', onError);
  process.stderr.on('error', onError);
  return () => lost;
}

async function main(): Promise<void> {
  const controller = new AbortController();
  abortOnSignals(controller);
  const lostOutput = abortOnLostOutput(controller);
  const script = realpathSync(process.argv[1] ?? '.');
  const status = await runCommandLine(process.argv.slice(2), {
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    env: process.env,
    platform: process.platform,
    home: homedir(),
    cwd: process.cwd(),
    installation: findInstallation(script),
    signal: controller.signal,
    programs: dirname(script),
    readAnswer: answerReader(process.stdin, process.stderr),
    readStdin,
    createParts,
  });
  // What was written must have arrived, or be known to be lost; after that nothing may keep this
  // process alive.
  process.stdout.write('', () => {
    setImmediate(() => process.exit(statusAfterLoss(status, lostOutput())));
  });
}

/** Leaving early is no failure; a result that could not be written is one. */
function statusAfterLoss(status: ExitStatus, lost: string | null): ExitStatus {
  if (lost === null) return status;
  if (READER_LEFT.has(lost)) return status === EXIT.interrupted ? EXIT.fine : status;
  process.stderr.write(`scx-studio: Could not write the result: ${lost}\n`);
  return EXIT.unavailable;
}

main().catch((error: unknown) => {
  process.stderr.write(
    `scx-studio failed unexpectedly; this is a bug of ours.\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    () => process.exit(EXIT_BUG),
  );
});
