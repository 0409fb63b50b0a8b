/**
 * The part of GitHub's expressions that the written workflow uses: `&&`, `==`, `!=`, texts in quotes, values
 * of contexts, and the status functions. Anything else fails a test.
 */
export interface Contexts {
  readonly env: Readonly<Record<string, string>>;
  readonly matrix: Readonly<Record<string, string>>;
  readonly steps: Readonly<
    Record<string, { readonly outcome: string; readonly outputs: Readonly<Record<string, string>> }>
  >;
  /** Whether no earlier step failed. */
  readonly success: boolean;
}

/** Text with the values of its `${{ … }}`. */
export function expanded(text: string, contexts: Contexts): string {
  return text.replaceAll(/\$\{\{ (.*?) \}\}/g, (_, inner: string) => valueOf(inner, contexts));
}

/** Whether a step with this `if` runs; without one, or one that asks for no status, only after success. */
export function holds(condition: string | undefined, contexts: Contexts): boolean {
  const bare = (condition ?? 'success()').replace(/^\$\{\{ (.*) \}\}$/, '$1');
  const asksForStatus = /\b(?:always|success|failure|cancelled)\(\)/.test(bare);
  if (!asksForStatus && !contexts.success) return false;
  return bare.split(' && ').every((part) => isTrue(part.trim(), contexts));
}

function isTrue(part: string, contexts: Contexts): boolean {
  if (part === 'always()' || part === '!cancelled()') return true;
  if (part === 'success()') return contexts.success;
  const [, left, operator, right] = /^(\S+) ([!=]=) (\S+)$/.exec(part) ?? [];
  if (left === undefined || right === undefined) throw new Error(`not understood: ${part}`);
  return (valueOf(left, contexts) === valueOf(right, contexts)) === (operator === '==');
}

/** What is not there is empty, as GitHub has it. */
function valueOf(text: string, contexts: Contexts): string {
  const quoted = /^'([^']*)'$/.exec(text)?.[1];
  if (quoted !== undefined) return quoted;
  const [context = '', name = '', ...path] = text.split('.');
  if (context === 'matrix' || context === 'env') return contexts[context][name] ?? '';
  if (context !== 'steps') throw new Error(`not understood: ${text}`);
  const step = contexts.steps[name];
  if (path[0] === 'outcome') return step?.outcome ?? '';
  return step?.outputs[path[1] ?? ''] ?? '';
}
