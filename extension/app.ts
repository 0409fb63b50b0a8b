/** The composition root: builds the parts, registers the features, owns the order of disposal. */
import { homedir } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import type { ExtensionContext } from 'vscode';
import { cacheDirectory } from './cli/places';
import type { HostsOptions } from './hosts';
import { createCommands } from './vscode/api/commands';
import { createLog, type Log } from './vscode/api/logs';
import { createNotifications } from './vscode/api/notifications';
import { createAsker } from './vscode/api/questions';
import { registerBuildTasks } from './vscode/build-tasks/build-tasks';
import { registerCallbackCost } from './vscode/callback-cost/callback-cost';
import { registerCiWorkflow } from './vscode/ci-workflow/ci-workflow';
import { registerExitReport } from './vscode/exit-report/exit-report';
import { registerFirstSteps } from './vscode/first-steps/first-steps';
import { registerFindings } from './vscode/findings/findings';
import { registerKernelLogView } from './vscode/kernel-log-view/kernel-log-view';
import { registerLanguageClient } from './vscode/language-client/language-client';
import { registerLoader } from './vscode/loader/loader';
import { registerNewScheduler } from './vscode/new-scheduler/new-scheduler';
import { registerProjectBuild } from './vscode/project-build/project-build';
import { registerProgramLenses } from './vscode/program-lenses/program-lenses';
import { registerRecovery } from './vscode/recovery/recovery';
import { registerRun } from './vscode/run/run';
import { registerSchedulersView } from './vscode/schedulers-view/schedulers-view';
import { createSession, type Session } from './vscode/session/session';
import { onlyTrusted } from './vscode/session/trust';
import { registerStatusView } from './vscode/status-view/status-view';
import { registerTargets } from './vscode/targets/targets';
import { registerVerifierLog } from './vscode/verifier-log/verifier-log';
import { registerVerify } from './vscode/verify/verify';
import { registerVerifyMatrix } from './vscode/verify-matrix/verify-matrix';
import type { WorkflowContext } from './workflows/context';

/** VS Code ends this process after some seconds; what is left then, the target takes out by itself. */
const UNLOAD_PATIENCE_MS = 3000;

export interface App {
  dispose(): Promise<void>;
}

type Feature = (session: Session, extension: ExtensionContext) => void;

const FEATURES: readonly Feature[] = [
  registerFindings,
  registerVerifierLog,
  registerProgramLenses,
  registerVerify,
  registerVerifyMatrix,
  registerRun,
  registerLoader,
  registerExitReport,
  registerRecovery,
  registerTargets,
  registerNewScheduler,
  registerCiWorkflow,
  registerBuildTasks,
  registerProjectBuild,
  registerSchedulersView,
  registerStatusView,
  registerCallbackCost,
  registerKernelLogView,
  registerLanguageClient,
  registerFirstSteps,
];

export function createApp(extension: ExtensionContext): App {
  const started = performance.now();
  const log = createLog();
  const parts = createParts(extension, log, (target, problem) => {
    session.connection.dropped(target, problem);
  });
  const session: Session = createSession({
    log,
    commands: createCommands(log),
    notifications: createNotifications(log),
    context: parts.get,
    memory: extension.workspaceState,
  });
  for (const register of FEATURES) register(session, extension);
  log.info(`Activated in ${(performance.now() - started).toFixed(1)} ms`);
  return {
    async dispose() {
      session.activities.cancel();
      await Promise.race([session.run.unload(), setTimeout(UNLOAD_PATIENCE_MS)]);
      session.owned.dispose();
      await parts.dispose();
      log.dispose();
    },
  };
}

interface Parts {
  readonly get: () => Promise<WorkflowContext>;
  dispose(): Promise<void>;
}

/** Hosts and tools are loaded and made when a step first needs them. */
type OnDrop = NonNullable<HostsOptions['onDrop']>;

function createParts(extension: ExtensionContext, log: Log, onDrop: OnDrop): Parts {
  let made: Promise<WorkflowContext> | null = null;
  return {
    get: () => (made ??= createContext(extension, log, onDrop)),
    async dispose() {
      if (made !== null) await (await made).hosts.dispose();
    },
  };
}

function versionOf({ extension }: ExtensionContext): string {
  const { version } = extension.packageJSON as { readonly version?: unknown };
  return typeof version === 'string' ? version : 'unknown';
}

async function createContext(
  extension: ExtensionContext,
  log: Log,
  onDrop: OnDrop,
): Promise<WorkflowContext> {
  const { clientName, createFiles, createHosts, createTools } = await import('./hosts');
  const cacheDir = cacheDirectory({
    env: process.env,
    platform: process.platform,
    home: homedir(),
    installation: extension.extensionPath,
  });
  const onCommand = (line: string) => {
    log.command(line);
  };
  const tools = createTools(onCommand);
  const hosts = createHosts({
    cacheDir,
    programs: extension.asAbsolutePath('dist'),
    tools,
    log: onCommand,
    ask: createAsker(),
    onDrop,
  });
  const templatesDir = extension.asAbsolutePath('bpf-templates');
  return onlyTrusted({
    tools,
    files: createFiles(),
    hosts,
    cacheDir,
    templatesDir,
    log: onCommand,
    who: clientName(),
    version: versionOf(extension),
  });
}
