import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadScheduler } from '../../../extension/workflows/load/load';
import { runLoader } from '../../../extension/workflows/load/loader-run';
import { verifyScheduler } from '../../../extension/workflows/verify/verify';
import { openLab, REPOSITORY, valueOf, type LabTarget } from '../lab-target';
import { buildTemplate, type BuiltTemplate } from './built-template';
import { installLoad, runLoad } from './load-program';
import { tableOf, type TemplateRow } from './template-table';

const KERNELS = ['6.12', '6.16', '6.18', 'newest'];
const SECONDS = 30;
/** Its begin and its end; and that weights of cgroups mean nothing to it. */
const HARMLESS = / (en|dis)abled| does not implement cgroup /;
/** SCX_DRAFTS=1 runs the drafts instead. */
const FOLDER = join(
  REPOSITORY,
  'bpf-templates',
  process.env['SCX_DRAFTS'] === undefined ? '' : 'drafts',
);
const TEMPLATES = readdirSync(FOLDER).filter((name) =>
  existsSync(join(FOLDER, name, 'template.json')),
);

/** Every template on every kernel: all labs at once, since 30 s take 30 s on each. */
describe('templates under load', () => {
  const labs: LabTarget[] = [];
  const rows: TemplateRow[] = [];
  beforeAll(async () => {
    labs.push(...(await Promise.all(KERNELS.map(openLab))));
    await Promise.all(labs.map(installLoad));
  });
  afterAll(async () => {
    await Promise.all(labs.map((lab) => lab.close()));
    const table = tableOf(rows);
    mkdirSync(join(REPOSITORY, 'test-results'), { recursive: true });
    writeFileSync(join(REPOSITORY, 'test-results/templates.md'), table);
    process.stdout.write(table);
  });

  it.each(TEMPLATES)('%s runs on all kernels, without a stall or an error', async (template) => {
    rows.push(...(await Promise.all(labs.map((lab) => onLab(lab, template)))));
  });
});

async function onLab(lab: LabTarget, template: string): Promise<TemplateRow> {
  const built = await buildTemplate(lab, FOLDER, template);
  try {
    const { host, facts } = lab;
    const verdict = valueOf(await verifyScheduler({ object: built.object, host, facts }));
    expect(verdict.findings).toEqual([]);
    await lab.shell('dmesg -c');
    const begun = performance.now();
    const { run, said } = await start(lab, built);
    const loadMs = performance.now() - begun;
    const strain = await runLoad(lab, SECONDS);
    for (const [kind, count] of Object.entries(strain))
      expect([kind, count > 0]).toEqual([kind, true]);
    const root = '/sys/kernel/sched_ext/root';
    const files = await lab.shell(`cat ${root}/ops ${root}/events 2>/dev/null; true`);
    const [ops, ...events] = files.split('\n');
    if (ops !== 'mine') throw new Error([...said, await lab.shell('dmesg')].join('\n'));
    expect(await run.unload()).toMatchObject({ kind: 'unloaded' });
    expect(await lab.shell('cat /sys/kernel/sched_ext/state')).toBe('disabled\n');
    const log = (await lab.shell('dmesg'))
      .split('\n')
      .filter((line) => /sched_ext|stall|BUG/.test(line));
    expect(log.filter((line) => !HARMLESS.test(line))).toEqual([]);
    const { programs } = verdict;
    return { template, kernel: facts.kernelRelease, programs, loadMs, events };
  } finally {
    built.remove();
  }
}

/** By its own program where it has one, else by the extension alone. */
async function start({ context, host, facts }: LabTarget, { object, program }: BuiltTemplate) {
  const said: string[] = [];
  const onOutput = (_: string, line: string) => {
    said.push(line);
  };
  const loaded =
    program === null
      ? valueOf(await loadScheduler(context, { object, host, facts, leaseSeconds: 60 }))
      : valueOf(
          await runLoader(context, { program, args: [], host, facts, leaseSeconds: 60, onOutput }),
        );
  if (loaded.kind !== 'running') throw new Error(JSON.stringify([loaded, said], null, 2));
  return { run: loaded.run, said };
}
