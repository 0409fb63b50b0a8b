import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  ciWorkflowText,
  isCiKernel,
  kernelsOfCiWorkflow,
  type CiWorkflow,
} from '../../../../extension/core/scaffold/ci-workflow';

interface Step {
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly 'continue-on-error'?: boolean;
  readonly with?: Readonly<Record<string, string>>;
}

interface Job {
  readonly permissions?: unknown;
  readonly container?: { readonly options: string };
  readonly strategy?: unknown;
  readonly defaults?: unknown;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly permissions: unknown;
  readonly concurrency: unknown;
  readonly env: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<'machine' | 'schedulers', Job>>;
}

const REQUEST: CiWorkflow = {
  kernels: ['6.12', '6.18', 'newest'],
  loadSeconds: 5,
  project: '.',
  version: '1.2.3',
};

const written = (request: Partial<CiWorkflow> = {}) =>
  parse(ciWorkflowText({ ...REQUEST, ...request })) as Workflow;
const stepsOf = ({ jobs }: Workflow) => jobs.schedulers.steps;

describe('the workflow', () => {
  it('has a job for each kernel, whose names stay texts', () => {
    expect(written({ kernels: ['6.10', 'newest'] }).jobs.schedulers.strategy).toEqual({
      'fail-fast': false,
      matrix: { kernel: ['6.10', 'newest'] },
    });
  });

  it('asks for no right that it does not need', () => {
    const { permissions, jobs } = written();
    expect(permissions).toEqual({});
    expect(jobs.machine.permissions).toBeUndefined();
    expect(jobs.schedulers.permissions).toEqual({ contents: 'read', 'security-events': 'write' });
  });

  it('lets a newer push end the run of an older one', () => {
    expect(written().concurrency).toMatchObject({ 'cancel-in-progress': true });
  });

  it('takes the version that wrote it, from npm', () => {
    expect(written().env['SCX_STUDIO_PACKAGE']).toBe('scx-studio@1.2.3');
  });

  it('gives the device of KVM to the container where the runner has one', () => {
    const { jobs } = written();
    expect(jobs.schedulers.container?.options).toBe('${{ needs.machine.outputs.options }}');
    expect(jobs.machine.steps[0]?.run).toContain('options=--device /dev/kvm');
  });

  it('runs steps in a bash that stops at errors, not in the sh of the container', () => {
    expect(written().jobs.schedulers.defaults).toEqual({ run: { shell: 'bash' } });
  });

  it('names actions by a whole version', () => {
    const used = stepsOf(written()).flatMap(({ uses }) => uses ?? []);
    expect(used).toHaveLength(3);
    for (const action of used) expect(action).toMatch(/^(actions|github)\/[\w/-]+@v\d+$/);
  });

  it('loads schedulers only when that was asked for', () => {
    const hasLoad = (loadSeconds: number | null) =>
      stepsOf(written({ loadSeconds })).some(({ name }) => name === 'Load');
    expect([hasLoad(5), hasLoad(null)]).toEqual([true, false]);
  });

  it('hands over findings and stops the lab also after failures', () => {
    for (const name of ['Send the findings to code scanning', 'Stop the virtual machine']) {
      expect(stepsOf(written()).find((step) => step.name === name)?.if).toContain('always()');
    }
  });

  it('puts nothing that has a value into a command', () => {
    for (const { run = '' } of stepsOf(written())) expect(run).not.toContain('${{');
  });

  it.each([
    'a b',
    "it's",
    'say "hi"',
    'a\nb: c',
    '#no comment',
    'ü',
    '-n',
    '$(id)',
    '{a: b}',
    'yes',
  ])('keeps the name of a project as it is: %j', (project) => {
    expect(written({ project }).env['SCX_PROJECT']).toBe(project);
  });

  it('leaves no expression of GitHub in a name', () => {
    const name = written({ project: '${{ secrets.X }}' }).env['SCX_PROJECT'];
    expect(name).toBe("${{ '${{' }} secrets.X }}");
  });

  it('installs what the set-up of this repository does', () => {
    const setUp = readFileSync(
      new URL('../../../../scripts/setup/debian.mjs', import.meta.url),
      'utf8',
    );
    const packagesOf = (group: string) => {
      const text = new RegExp(
        `\\n  '?${group}'?: \\{[^]*?packages: \\[([^]*?)\\n?\\s*\\],\\n    programs`,
      ).exec(setUp)?.[1];
      return [...(text ?? '').matchAll(/'([\w.+-]+)'/g)].map(([, name]) => name ?? '');
    };
    const installed = stepsOf(written()).flatMap(({ run }) => (run ?? '').split(/\s+/));
    for (const group of ['build', 'lab', 'lab-kernel-build']) {
      expect(packagesOf(group).length, group).toBeGreaterThan(2);
      expect(installed).toEqual(expect.arrayContaining(packagesOf(group)));
    }
  });
});

describe('kernels', () => {
  it.each(['6.12', '6.18', '7.0', '10.2', 'newest'])('%s is one that CI can have', (name) => {
    expect(isCiKernel(name)).toBe(true);
  });

  it.each(['6.11', '5.15', '6', '6.12.1', '/boot/bzImage', "6.12', 'x", '', 'Newest', '6.12\n'])(
    '%j is none',
    (name) => {
      expect(isCiKernel(name)).toBe(false);
    },
  );

  it('are found in a workflow that was written before', () => {
    expect(kernelsOfCiWorkflow(ciWorkflowText(REQUEST))).toEqual(REQUEST.kernels);
    expect(kernelsOfCiWorkflow('  kernel: ["6.16", 7.0, $(id)] \n')).toEqual(['6.16', '7.0']);
    expect(kernelsOfCiWorkflow('kernel: 6.12\n')).toEqual([]);
  });
});
