import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadScheduler } from '../../../extension/workflows/load/load';
import { runLoader } from '../../../extension/workflows/load/loader-run';
import { verifyScheduler } from '../../../extension/workflows/verify/verify';
import { otherClangs } from '../clang/packages';
import { openLab, REPOSITORY, valueOf, type LabTarget } from '../lab-target';
import { buildTemplate, type BuiltTemplate } from './built-template';
import { installPrograms, runLoad } from './lab-programs';
import { POLICIES, POLICY_KERNELS } from './policies';
import { tableOf, type TemplateRow } from './template-table';

/** Those whose policies are measured too; KERNELS=6.16,6.18 runs it on those between. */
const KERNELS = process.env['KERNELS']?.split(',') ?? POLICY_KERNELS;
const SECONDS = 30;
const MINUTE_MS = 60_000;
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
const RESULTS = join(REPOSITORY, 'test-results');

const rows: TemplateRow[] = [];
afterAll(() => {
  const table = tableOf(rows.toSorted((a, b) => a.template.localeCompare(b.template)));
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, 'templates.md'), table);
  process.stdout.write(table);
});

/** One after the other: a machine is slow to boot beside others that work. */
let booted: Promise<LabTarget | undefined> = Promise.resolve(undefined);

/** All labs at once, each at its own speed: 30 s take 30 s on each. */
describe.concurrent.each(KERNELS)('templates on %s', (kernel) => {
  let lab: LabTarget;
  beforeAll(async () => {
    const boot = booted.then(() => openLab(kernel));
    booted = boot.catch(() => undefined);
    lab = await boot;
    await booted; // Of the last one too: nobody works while others boot.
    await installPrograms(lab);
  });
  afterAll(() => lab.close());

  const tryTemplate = async (template: string) => {
    const built = await buildTemplate(lab, FOLDER, template, clangOf(kernel));
    try {
      rows.push(await tryOut(lab, kernel, template, built));
    } finally {
      built.remove();
    }
  };
  const options = { concurrent: false, timeout: 5 * MINUTE_MS };
  it.each(TEMPLATES)('%s keeps its promise and bears the load', options, tryTemplate);
});

/** The oldest clang and the newest take turns; the extension's own choice is between them. */
function clangOf(kernel: string): string {
  const clangs = otherClangs();
  return clangs[KERNELS.indexOf(kernel) % clangs.length]!;
}

async function tryOut(
  lab: LabTarget,
  kernel: string,
  template: string,
  built: BuiltTemplate,
): Promise<TemplateRow> {
  const { host, facts } = lab;
  const verdict = valueOf(await verifyScheduler({ object: built.object, host, facts }));
  if (verdict.findings.length > 0) throw new Error(JSON.stringify(verdict.findings));
  await lab.shell('dmesg -c');
  await POLICIES[template]?.prepare?.(lab);
  const begun = performance.now();
  const { run, said } = await start(lab, built, POLICIES[template]?.args ?? []);
  const loadMs = performance.now() - begun;
  try {
    if (POLICY_KERNELS.includes(kernel)) await POLICIES[template]?.check(lab);
    await bearLoad(lab);
  } catch (error) {
    const heard = [...said.slice(-5), await lab.shell('dmesg')].join('\n');
    await run.unload(); // The next one needs the place.
    throw new Error(`${String(error)}\n${heard}`, { cause: error });
  }
  const events = await lab.shell('cat /sys/kernel/sched_ext/root/events 2>/dev/null; true');
  expect(await run.unload()).toMatchObject({ kind: 'unloaded' });
  expect(await lab.shell('cat /sys/kernel/sched_ext/state')).toBe('disabled\n');
  const log = await lab.shell('dmesg');
  const alarming = log.split('\n').filter((line) => /sched_ext|stall|BUG/.test(line));
  expect(alarming.filter((line) => !HARMLESS.test(line))).toEqual([]);
  const { programs } = verdict;
  return { template, kernel: facts.kernelRelease, programs, loadMs, events: events.split('\n') };
}

/** And it still runs after that. */
async function bearLoad(lab: LabTarget): Promise<void> {
  const strain = await runLoad(lab, SECONDS);
  for (const [kind, count] of Object.entries(strain))
    expect([kind, count > 0]).toEqual([kind, true]);
  expect(await lab.shell('cat /sys/kernel/sched_ext/root/ops')).toBe('mine\n');
}

/** By its own program where it has one, else by the extension alone. */
async function start(
  { context, host, facts }: LabTarget,
  { object, program }: BuiltTemplate,
  args: readonly string[],
) {
  const said: string[] = [];
  const onOutput = (_: string, line: string) => {
    said.push(line);
  };
  const request = { host, facts, leaseSeconds: 60 };
  const loaded =
    program === null
      ? valueOf(await loadScheduler(context, { ...request, object }))
      : valueOf(await runLoader(context, { ...request, program, args, onOutput }));
  if (loaded.kind !== 'running') throw new Error(JSON.stringify([loaded, said], null, 2));
  return { run: loaded.run, said };
}
