/** Runs a job of a workflow here as GitHub's runner does: each `run` in a bash of its own, one after another. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { expanded, holds, type Contexts } from './expression';

type Variables = Readonly<Record<string, string>>;

interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string | boolean>>;
  readonly run?: string;
  readonly env?: Variables;
}

export interface Workflow {
  readonly env: Variables;
  readonly jobs: Readonly<
    Record<string, { readonly env?: Variables; readonly steps: readonly Step[] }>
  >;
}

export interface StepResult {
  readonly name: string;
  readonly outcome: 'success' | 'failure' | 'skipped';
  /** Standard output and error, as they come in a log. */
  readonly output: string;
  /** What an action was given. */
  readonly with: Variables;
}

export interface JobOptions {
  readonly job: string;
  /** The checkout. */
  readonly workspace: string;
  readonly matrix: Variables;
  /** In place of what the workflow says, and of what this process has. */
  readonly env: Variables;
  /** What actions say that they did, by the id of their step. */
  readonly actionOutputs?: Readonly<Record<string, Variables>>;
  /** Steps that are left out, by name. */
  readonly without?: readonly string[];
  /** Programs that stand before those of this machine, of steps that install something. */
  readonly installers: string;
}

export async function runJob(text: string, options: JobOptions): Promise<StepResult[]> {
  const workflow = parse(text) as Workflow;
  const job = workflow.jobs[options.job];
  if (job === undefined) throw new Error(`no job ${options.job}`);
  const temporary = mkdtempSync(join(dirname(options.workspace), 'runner '));
  const steps: Record<string, Contexts['steps'][string]> = {};
  const results: StepResult[] = [];
  for (const [index, step] of job.steps.entries()) {
    const name = step.name ?? step.uses ?? String(index);
    if (options.without?.includes(name) === true) continue;
    const success = !results.some(({ outcome }) => outcome === 'failure');
    const variables = { ...workflow.env, ...job.env, ...step.env };
    const env = { ...variables, ...options.env };
    const contexts = { env, matrix: options.matrix, steps, success };
    const result: Ended = holds(step.if, contexts)
      ? await runStep(step, { ...options, temporary, variables, contexts })
      : { outcome: 'skipped', output: '', outputs: {} };
    if (step.id !== undefined) steps[step.id] = result;
    const given = Object.entries(step.with ?? {});
    results.push({
      name,
      outcome: result.outcome,
      output: result.output,
      with: Object.fromEntries(
        given.map(([key, value]) => [key, expanded(String(value), contexts)]),
      ),
    });
  }
  return results;
}

interface Ended extends Pick<StepResult, 'outcome' | 'output'> {
  readonly outputs: Variables;
}

interface Around extends JobOptions {
  readonly temporary: string;
  readonly variables: Variables;
  readonly contexts: Contexts;
}

/** An action is taken to have worked. */
async function runStep(step: Step, around: Around): Promise<Ended> {
  const { temporary, variables, contexts, workspace, env, installers } = around;
  if (step.run === undefined) {
    const outputs = around.actionOutputs?.[step.id ?? ''] ?? {};
    return { outcome: 'success', output: '', outputs };
  }
  const script = join(temporary, 'step.sh');
  const written = join(temporary, 'output');
  writeFileSync(script, expanded(step.run, contexts));
  writeFileSync(written, '');
  const own = Object.entries(variables).map(([key, value]) => [key, expanded(value, contexts)]);
  const installs = /\bapt-get\b/.test(step.run);
  const ended = await bash(script, workspace, {
    ...(Object.fromEntries(own) as Variables),
    GITHUB_ACTIONS: 'true',
    GITHUB_OUTPUT: written,
    GITHUB_WORKSPACE: workspace,
    RUNNER_TEMP: temporary,
    ...env,
    ...(installs ? { PATH: `${installers}:${process.env['PATH'] ?? ''}` } : {}),
  });
  const lines = readFileSync(written, 'utf8').split('\n').filter(Boolean);
  const outputs = lines.map((line) => /^(.*?)=(.*)$/.exec(line)?.slice(1) ?? []);
  return { ...ended, outputs: Object.fromEntries(outputs) as Variables };
}

/** The command line of `shell: bash` (docs.github.com, "Workflow syntax": jobs.<job_id>.steps[*].shell). */
function bash(script: string, cwd: string, env: Variables): Promise<Omit<Ended, 'outputs'>> {
  const argv = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', 'exec 2>&1; source "$0"', script];
  return new Promise((resolve) => {
    execFile('bash', argv, { cwd, env: { ...process.env, ...env } }, (error, output) => {
      resolve({ outcome: error === null ? 'success' : 'failure', output });
    });
  });
}
