/** Why a scheduler ended, as the kernel says it (struct scx_exit_info, Linux 6.12 to 7.3). */
export interface ExitInfo {
  /** enum scx_exit_kind; null where only the reason is known. */
  readonly kind: number | null;
  /** `SCX_EXIT_ERROR_STALL`; null for a number that is new to us. */
  readonly kindName: string | null;
  /** s64, which JSON numbers can't hold: decimal. */
  readonly code: string | null;
  /** The parts of the code in words: `the scheduler asks to be started again`. */
  readonly codeWords: readonly string[];
  /** `runnable task stall` */
  readonly reason: string | null;
  /** `lazy[97] failed to run for 5.464s`, or what scx_bpf_error() was given. */
  readonly message: string | null;
}

/** enum scx_exit_kind: 6.12; 68 since 7.1, 69, 1027 and 1028 since 7.3. The reason is scx_exit_reason()'s. */
const KINDS: readonly (readonly [kind: number, name: string, reason: string])[] = [
  [64, 'SCX_EXIT_UNREG', 'unregistered from user space'],
  [65, 'SCX_EXIT_UNREG_BPF', 'unregistered from BPF'],
  [66, 'SCX_EXIT_UNREG_KERN', 'unregistered from the main kernel'],
  [67, 'SCX_EXIT_SYSRQ', 'disabled by sysrq-S'],
  [68, 'SCX_EXIT_PARENT', 'parent exiting'],
  [69, 'SCX_EXIT_PARENT_KILL', 'killed by parent scheduler'],
  [1024, 'SCX_EXIT_ERROR', 'runtime error'],
  [1025, 'SCX_EXIT_ERROR_BPF', 'scx_bpf_error'],
  [1026, 'SCX_EXIT_ERROR_STALL', 'runnable task stall'],
  [1027, 'SCX_EXIT_ERROR_REENQ', 'reenqueue limit'],
  [1028, 'SCX_EXIT_ERROR_RESCUE', 'rescue bandwidth overload'],
];

export interface KnownOfExit {
  readonly kind?: number | null;
  readonly code?: string | null;
  readonly reason?: string | null;
  readonly message?: string | null;
}

/** Fills in what follows from the parts that are known: each of kind and reason gives the other. */
export function exitInfo(known: KnownOfExit): ExitInfo {
  const row = KINDS.find(([kind, , reason]) =>
    (known.kind ?? null) === null ? reason === known.reason : kind === known.kind,
  );
  const code = known.code ?? null;
  return {
    kind: known.kind ?? row?.[0] ?? null,
    kindName: row?.[1] ?? null,
    code,
    codeWords: code === null ? [] : codeWords(code),
    reason: known.reason ?? row?.[2] ?? null,
    message: known.message ?? null,
  };
}

/** enum scx_exit_code: the scheduler's own number, a reason from bit 32 on, an action from bit 48 on. */
const CODE_REASONS = new Map([
  [1n, 'a CPU came or went'],
  [2n, 'its cgroup went'],
]);
const CODE_ACTIONS = new Map([[1n, 'its loader is to start it again']]);

function codeWords(code: string): readonly string[] {
  if (!/^-?\d+$/.test(code) || code.startsWith('-')) return [];
  const bits = BigInt(code);
  const own = bits & 0xffff_ffffn;
  return [
    CODE_REASONS.get((bits >> 32n) & 0xffffn),
    CODE_ACTIONS.get(bits >> 48n),
    own === 0n || own === bits ? undefined : `its own code is ${own}`,
  ].filter((words) => words !== undefined);
}
