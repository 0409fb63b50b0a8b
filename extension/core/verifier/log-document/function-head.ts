const HEAD = /^[\w\s*]*?\b[A-Za-z_]\w*\s*\(([^()]*)\)\s*\{?\s*$/;
const PARAMETER = /([A-Za-z_]\w*)\s*(?:\[\w*\])?\s*$/;

/** The names of the parameters of `static int f(struct task_struct *p, u32 cpu)`; none when unsure. */
export function functionParameters(head: string): readonly string[] {
  const list = HEAD.exec(head.slice(0, LONGEST_HEAD))?.[1]?.trim() ?? '';
  if (list === '' || list === 'void') return [];
  const names = list.split(',').map((parameter) => PARAMETER.exec(parameter)?.[1] ?? '');
  return names.includes('') ? [] : names;
}

const LONGEST_HEAD = 400;
