/** The command line: this process's streams, signals and exit status around one command. */
import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { createParts } from './parts';
import { findInstallation } from './places';
import { runCommandLine } from './run-command';
import type { Output } from './terminal/terminal';

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

/** The first signal asks for an orderly end, the second one does not wait for it. */
function abortOnSignals(controller: AbortController): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(130);
      controller.abort();
    });
  }
}

/** The reader of a pipe may leave early (`| head`): then this is over, quietly. */
function abortOnClosedPipe(controller: AbortController): () => boolean {
  let closed = false;
  const onError = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    closed = true;
    controller.abort();
  };
  process.stdout.on('error', onError);
  process.stderr.on('error', onError);
  return () => closed;
}

async function main(): Promise<void> {
  const controller = new AbortController();
  abortOnSignals(controller);
  const pipeClosed = abortOnClosedPipe(controller);
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
    readStdin,
    createParts,
  });
  const interrupted = status === 130;
  process.exitCode = interrupted && pipeClosed() ? 0 : status;
  // What was written to a pipe must arrive; after that nothing may keep this process alive.
  process.stdout.write('', () => process.exit());
}

main().catch((error: unknown) => {
  process.stderr.write(
    `scx-studio failed unexpectedly; this is a bug of ours.\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    () => process.exit(EXIT_BUG),
  );
});
