import { join } from 'node:path';
import { clientName, createFiles, createHosts, createTools } from '../hosts';
import type { Asker } from '../hosts/api';
import { createLabs, type Labs } from '../hosts/lab';
import type { WorkflowContext } from '../workflows/context';
import type { Installation } from './places';

/** The working parts behind the commands; tests put others in their place. */
export interface Parts {
  readonly context: WorkflowContext;
  readonly labs: Labs;
  /** Takes out what is loaded, ends connections, stops labs that are not kept. */
  dispose(): Promise<void>;
}

export interface PartsOptions {
  readonly cacheDir: string;
  readonly installation: Installation;
  /** Folder of this program and of those that it starts. */
  readonly programs: string;
  readonly log: (line: string) => void;
  /** Takes questions of ssh and sudo to the user; null where nobody can be asked. */
  readonly ask: Asker | null;
}

export function createParts(options: PartsOptions): Parts {
  const { cacheDir, installation, programs, log, ask } = options;
  const tools = createTools(log);
  const hosts = createHosts({ cacheDir, programs, tools, log, ...(ask === null ? {} : { ask }) });
  const labs = createLabs({ cacheDir, tools, log });
  const templatesDir = join(installation.folder, 'bpf-templates');
  const { version } = installation;
  const client = { who: clientName(), version };
  return {
    context: { tools, files: createFiles(), hosts, cacheDir, templatesDir, log, ...client },
    labs,
    async dispose() {
      await hosts.dispose();
      await labs.dispose();
    },
  };
}
