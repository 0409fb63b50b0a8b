import type { CommandLog, Files, Hosts, Tools } from '../hosts/api';

export type { Asker, Question } from '../hosts/api';

/** What every step of the loop works with. Made once by app.ts, by the command line, and by tests. */
export interface WorkflowContext {
  readonly tools: Tools;
  readonly files: Files;
  readonly hosts: Hosts;
  /** Folder for what can be made again: vmlinux.h by kernel, precompiled headers, objects, logs. */
  readonly cacheDir: string;
  /** bpf-templates/ of this installation. */
  readonly templatesDir: string;
  readonly log: CommandLog;
  /** `user@machine` of this client, of letters, digits, `.`, `_` and `-`: targets show who loaded what. */
  readonly who: string;
  /** Of this installation of SCX Studio. */
  readonly version: string;
}

/** Given to long steps. */
export interface StepOptions {
  readonly signal?: AbortSignal | undefined;
  /** One short line a stage: "Compiling fifo.bpf.c", "Verifying on 6.18.15". */
  readonly onProgress?: (stage: string) => void;
}
