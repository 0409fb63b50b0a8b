import type { Accelerator } from './accelerator';
import type { LabDeath } from './lab-death';

/** A booted virtual machine whose sshd has answered. */
export interface Lab {
  /** The kernel's release, as `uname -r` says it. */
  readonly kernel: string;
  readonly accelerator: Accelerator['kind'];
  readonly pid: number;
  /** For ssh, after its name: options and, last, the destination. */
  readonly sshArguments: readonly string[];
  /** The last lines of its console, oldest first. */
  console(): readonly string[];
  /** Settles when the machine is gone, for whatever reason. Never rejects. */
  readonly died: Promise<LabDeath>;
  /** Settles when the machine is gone. */
  stop(): Promise<void>;
}

export interface BootOptions {
  readonly signal?: AbortSignal | undefined;
  /** One short line a step: "Downloading kernel 6.18.15 …". */
  readonly onProgress?: ((line: string) => void) | undefined;
  /** Keeps the lab running when this process ends; other processes find it. */
  readonly keep?: boolean;
  /** Boots one even when another process keeps a lab of this kernel. */
  readonly fresh?: boolean;
  /** Default 1024. */
  readonly memoryMb?: number;
}
