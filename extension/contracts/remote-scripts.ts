/** The scripts of extension/remote, by file name without `.sh`. Their headers state their contracts. */
export const REMOTE_SCRIPTS = [
  'facts',
  'runs',
  'build',
  'doctor',
  'vmlinux',
  'verify',
  'owner',
  'load',
  'run-loader',
  'stop',
  'unload',
  'status',
  'dump',
  'cost',
  'log',
  'bpf-output',
] as const;
export type RemoteScript = (typeof REMOTE_SCRIPTS)[number];
