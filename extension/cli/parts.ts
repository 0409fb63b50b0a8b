import { join } from 'node:path';
import { createFiles, createHosts, createTools } from '../hosts';
import { createLabs, type Labs } from '../hosts/lab';
import type { WorkflowContext } from '../workflows/context';

/** The working parts behind the commands; tests put others in their place. */
export interface Parts {
  readonly context: WorkflowContext;
  readonly labs: Labs;
  /** Takes out what is loaded, ends connections, stops labs that are not kept. */
  dispose(): Promise<void>;
}

export interface PartsOptions {
  readonly cacheDir: string;
  /** Folder of this installation. */
  readonly installation: string;
  readonly log: (line: string) => void;
}

export function createParts({ cacheDir, installation, log }: PartsOptions): Parts {
  const tools = createTools(log);
  const hosts = createHosts({ cacheDir, tools, log });
  const labs = createLabs({ cacheDir, tools, log });
  const templatesDir = join(installation, 'bpf-templates');
  return {
    context: { tools, files: createFiles(), hosts, cacheDir, templatesDir, log },
    labs,
    async dispose() {
      await hosts.dispose();
      await labs.dispose();
    },
  };
}
