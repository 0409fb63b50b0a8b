/** One member of struct sched_ext_ops. */
export interface OpsMember {
  readonly name: string;
  /** The member's declaration in C. */
  readonly declaration: string;
  /** First kernel that has it. */
  readonly since: string;
  /** First kernel that takes it sleepable (BPF_STRUCT_OPS_SLEEPABLE); null where none does. */
  readonly sleepableSince: string | null;
  readonly meaning: string;
}
