import type { OpsMember } from './ops-member';

/** What a callback begins with: code that works on every kernel that has it. `$0` is where the cursor goes. */
const BODIES: Readonly<Record<string, readonly string[]>> = {
  select_cpu: [
    'bool is_idle = false;',
    's32 cpu = scx_bpf_select_cpu_dfl(p, prev_cpu, wake_flags, &is_idle);',
    '',
    'if (is_idle)',
    '\tscx_bpf_dsq_insert(p, SCX_DSQ_LOCAL, SCX_SLICE_DFL, 0);$0',
    'return cpu;',
  ],
  enqueue: ['scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, SCX_SLICE_DFL, enq_flags);$0'],
  exit: ['UEI_RECORD(uei, info);$0'],
};

/** Those that wait as a rule: they make queues, or allocate. */
const SLEEPABLE = new Set(['init', 'init_task', 'cgroup_init']);

/** A whole callback of a scheduler called `prefix`, as a snippet; null for a member that is no function. */
export function callbackText({ name, declaration }: OpsMember, prefix: string): string | null {
  const [, result = '', args = ''] = /^(.*?)\s*\(\*\w+\)\((.*)\)$/.exec(declaration) ?? [];
  if (result === '') return null;
  const macro = SLEEPABLE.has(name) ? 'BPF_STRUCT_OPS_SLEEPABLE' : 'BPF_STRUCT_OPS';
  // "ctx" is the name of a parameter of the macro's own.
  const given = args === 'void' || args === '' ? '' : `, ${args.replace(/\bctx\b/, 'dctx')}`;
  const usual = result === 'void' ? ['$0'] : ['$0', `return ${result === 'bool' ? 'true' : '0'};`];
  const body = (BODIES[name] ?? usual).map((line) => (line === '' ? '' : `\t${line}`));
  return [`${result} ${macro}(${prefix}_${name}${given})`, '{', ...body, '}'].join('\n');
}
