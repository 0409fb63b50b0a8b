/** Labs that go on from a saved state: each is its own machine, and none depends on the state. */
import { readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { letLabsReboot } from './faults/rebooting-lab';
import { inLab, labsIn, ownCache } from './lab-machines';
import { until, valueOf } from './lab-target';

const KERNEL = '6.18';

let cache: string;
beforeAll(async () => {
  cache = await ownCache(KERNEL);
});
afterAll(() => {
  rmSync(cache, { recursive: true, force: true });
});

const states = (): readonly string[] => readdirSync(join(cache, 'lab/states'));
const stateFile = (): string => join(cache, 'lab/states', states()[0] ?? '', 'state');
const commandOf = (pid: number): string => readFileSync(`/proc/${pid}/cmdline`, 'utf8');

/** Ids of the processes that name the cache in their arguments. */
const processes = (): readonly string[] =>
  readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(cache);
    } catch {
      return false; // It has ended meanwhile.
    }
  });

it('leaves nothing when it is cancelled while the state is saved', async () => {
  const { labs } = labsIn(cache);
  for (const milliseconds of [200, 3000]) {
    const signal = AbortSignal.timeout(milliseconds);
    expect(await labs.boot(KERNEL, { signal })).toEqual({ kind: 'cancelled' });
    expect(states()).toEqual([]);
    await until(
      () => Promise.resolve(processes()),
      (left) => left.length === 0,
      5,
    );
  }
});

it('gives each lab keys, time and randomness of its own, at once and with other memory too', async () => {
  const { labs } = labsIn(cache);
  const booted = await Promise.all([
    labs.boot(KERNEL, { fresh: true }),
    labs.boot(KERNEL, { fresh: true }),
  ]);
  const savedAt = statSync(stateFile()).mtimeMs;
  booted.push(await labs.boot(KERNEL, { fresh: true }));
  const machines = booted.map(valueOf);
  const facts = [
    'cat /proc/sys/kernel/random/boot_id',
    'cat /proc/sys/kernel/random/uuid',
    'sha256sum </etc/ssh/host_key',
    'cut -d" " -f2 /root/.ssh/authorized_keys',
  ];
  const said = await Promise.all(machines.map((lab) => inLab(lab, facts.join('; '))));
  for (const lab of machines) {
    expect(commandOf(lab.pid)).toContain('-incoming');
    const seconds = Number(await inLab(lab, 'date +%s'));
    expect(Math.abs(seconds - Date.now() / 1000)).toBeLessThan(3);
  }
  const lines = said.map((text) => text.trim().split('\n'));
  expect(lines.every((own) => own.length === facts.length)).toBe(true);
  for (const index of facts.keys()) {
    expect(new Set(lines.map((own) => own[index])).size, facts[index]).toBe(machines.length);
  }
  expect(statSync(stateFile()).mtimeMs).toBe(savedAt);
  const larger = valueOf(await labs.boot(KERNEL, { fresh: true, memoryMb: 1536 }));
  expect(commandOf(larger.pid)).not.toContain('-incoming');
  await labs.dispose();
  expect(states()).toHaveLength(1);
});

it('boots anew, and forgets the state, when QEMU does not take it', async () => {
  for (const bytes of [1_000_000, 100_000_000]) {
    const { labs, said } = labsIn(cache);
    valueOf(await labs.boot(KERNEL, { fresh: true }));
    truncateSync(stateFile(), bytes);
    const lab = valueOf(await labs.boot(KERNEL, { fresh: true }));
    expect(commandOf(lab.pid)).not.toContain('-incoming');
    expect(said.join('\n')).toMatch(/lab .* Booting it anew/);
    expect(states()).toEqual([]);
    await labs.dispose();
  }
});

it('makes a state anew of which a power failure left nothing', async () => {
  const { labs } = labsIn(cache);
  valueOf(await labs.boot(KERNEL, { fresh: true }));
  truncateSync(stateFile(), 0);
  const lab = valueOf(await labs.boot(KERNEL, { fresh: true }));
  expect(commandOf(lab.pid)).toContain('-incoming');
  await labs.dispose();
  rmSync(join(cache, 'lab/states'), { recursive: true });
});

it('boots where no state can be saved, and says why', async () => {
  const restore = letLabsReboot();
  try {
    const { labs, said } = labsIn(cache);
    const lab = valueOf(await labs.boot(KERNEL, { fresh: true }));
    expect(commandOf(lab.pid)).not.toContain('-incoming');
    expect(said.join('\n')).toContain('no state is saved of a lab that reboots');
    await labs.dispose();
    expect(states()).toEqual([]);
  } finally {
    restore();
  }
});
