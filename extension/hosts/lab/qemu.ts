import type { Accelerator } from './accelerator';

/** What a machine begins with. */
export type MachineStart =
  | { readonly kind: 'boot'; readonly image: string; readonly initramfs: string }
  /** Path of a state (saved-state.ts), which was saved with the same arguments for all but this. */
  | { readonly kind: 'saved'; readonly state: string };

/** What one virtual machine is started with. */
export interface QemuOptions {
  readonly qemu: string;
  readonly accelerator: Accelerator['kind'];
  readonly start: MachineStart;
  readonly port: number;
  readonly memoryMb: number;
  /** File for the console; null for QEMU's own standard output. */
  readonly consoleFile: string | null;
  /** Named pipe behind the second serial port, over which guest/init.sh gets its keys; null without one. */
  readonly keysPipe: string | null;
}

/**
 * The virtual machine's argv. Emulation is single-threaded: with one thread a processor, a 7.3
 * kernel crashed while it patched its own code. It has no `erms`, so that the kernel copies in
 * words: `rep movsb` is emulated byte by byte, and bpftool reads 5 MB of types for each object.
 * `-no-reboot` with `panic=-1` ends QEMU on a panic.
 */
export function qemuArguments(options: QemuOptions): [string, ...string[]] {
  const kvm = options.accelerator === 'kvm';
  return [
    options.qemu,
    ...[
      '-machine',
      'q35',
      '-accel',
      kvm ? 'kvm' : 'tcg,thread=single',
      '-cpu',
      kvm ? 'host' : 'max,-erms',
    ],
    ...['-smp', '2', '-m', `${options.memoryMb}M`],
    ...['-nodefaults', '-display', 'none', '-no-reboot'],
    ...['-serial', options.consoleFile === null ? 'stdio' : `file:${options.consoleFile}`],
    ...(options.keysPipe === null ? [] : ['-serial', `pipe:${options.keysPipe}`]),
    ...['-netdev', `user,id=n0,hostfwd=tcp:127.0.0.1:${options.port}-:22`],
    ...['-device', 'virtio-net-pci,netdev=n0,romfile='],
    ...startArguments(options.start),
  ];
}

function startArguments(start: MachineStart): readonly string[] {
  if (start.kind === 'saved') return ['-incoming', stateReader(start.state)];
  const append = 'console=ttyS0 quiet panic=-1 mitigations=off';
  return ['-kernel', start.image, '-initrd', start.initramfs, '-append', append];
}

/** A migration to or from a file, for a QEMU that has no `file:` yet (8.2): a command for sh. */
export const stateWriter = (path: string): string => `exec:cat >${quoted(path)}`;
const stateReader = (path: string): string => `exec:cat ${quoted(path)}`;
const quoted = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;
