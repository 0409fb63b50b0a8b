// Starts the VS Code server of setup/vscode-host.mjs on 127.0.0.1, for tests and for `npm start`.
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { capture } from '../setup/command.mjs';
import { VSCODE_SERVER } from '../setup/vscode-host.mjs';

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 3_000;

const commonArguments = (dataDir) => [
  VSCODE_SERVER.main,
  '--server-data-dir',
  dataDir,
  '--accept-server-license-terms',
  '--disable-telemetry',
];

/** No marketplace is asked for anything, and Node's options of this process are not the server's. */
const environment = (extra = {}) => ({
  ...process.env,
  EXTENSIONS_GALLERY: '{}',
  NODE_OPTIONS: '',
  ...extra,
});

/** Writes the user settings of the server that uses `dataDir`. */
export async function writeUserSettings(dataDir, settings) {
  // A server reads those of machine scope, such as the target, from a file of their own only.
  for (const name of ['User', 'Machine']) {
    const folder = join(dataDir, 'data', name);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'settings.json'), JSON.stringify(settings, null, 2));
  }
}

/** Installs a .vsix file for the server that uses `dataDir`. */
export async function installExtension(dataDir, vsix) {
  await capture(
    [VSCODE_SERVER.node, ...commonArguments(dataDir), '--install-extension', vsix, '--force'],
    { env: environment(), doing: `install ${vsix} in VS Code` },
  );
}

/** The port, once the server says that it listens. */
function listeningPort(child, output) {
  return new Promise((resolve, reject) => {
    const fail = (cause) =>
      reject(new Error(`Could not start the VS Code server: ${cause}\n${output.join('')}`));
    const timer = setTimeout(() => fail('it did not say its port'), START_TIMEOUT_MS);
    child.on('error', (error) => fail(error.message));
    child.on('exit', (code, signal) => fail(`it ended (${signal ?? code})`));
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk) => {
        output.push(chunk);
        const port = /agent listening on (\d+)/.exec(output.join(''))?.[1];
        if (port === undefined) return;
        clearTimeout(timer);
        resolve(Number(port));
      });
    }
  });
}

/** Ends the server with all that it started: extension host, terminals, file watcher. */
async function stopGroup(child) {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  if (child.exitCode === null && child.signalCode === null) {
    signalGroup(child, 'SIGTERM');
    await Promise.race([gone, new Promise((done) => setTimeout(done, STOP_TIMEOUT_MS).unref())]);
  }
  signalGroup(child, 'SIGKILL');
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Nothing of the group is left.
  }
}

/** See server.d.mts. */
export async function startVscodeServer({
  dataDir,
  port = 0,
  testing = false,
  env,
  trust = false,
}) {
  const child = spawn(
    VSCODE_SERVER.node,
    [
      ...commonArguments(dataDir),
      ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'],
      ...(testing ? ['--enable-smoke-test-driver'] : []),
      ...(trust ? [] : ['--disable-workspace-trust']),
    ],
    { env: environment(env), detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const killAtExit = () => signalGroup(child, 'SIGKILL');
  process.once('exit', killAtExit);
  const output = [];
  const authority = `127.0.0.1:${await listeningPort(child, output)}`;
  return {
    authority,
    origin: `http://${authority}`,
    output: () => output.join(''),
    kill: killAtExit,
    stop: async () => {
      await stopGroup(child);
      process.off('exit', killAtExit);
    },
  };
}
