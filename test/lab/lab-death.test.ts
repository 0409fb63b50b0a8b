/** How labs end: every way is noticed and said, and leaves nothing. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Lab } from '../../extension/hosts/lab';
import { crash, inLab, isAlive, labsIn } from './lab-machines';
import { CACHE, valueOf } from './lab-target';

const KERNEL = '6.18';
const running = join(CACHE, 'lab/running');
const ownFolders = () => readdirSync(running).filter((name) => name.startsWith(`${process.pid}-`));

describe('a lab that ends', () => {
  const { labs, said } = labsIn(CACHE);
  let lab: Lab;
  beforeEach(async () => {
    lab = valueOf(await labs.boot(KERNEL, { fresh: true, memoryMb: 384 }));
  });
  afterAll(() => labs.dispose());

  it('by a kernel panic says so, with the last console lines', async () => {
    crash(lab, 'echo c > /proc/sysrq-trigger');
    const death = await lab.died;
    expect(death.reason).toBe('panic');
    expect(death.message).toMatch(
      /^The lab 6\.18\.\S+ died: kernel panic: .*sysrq triggered crash/,
    );
    expect(death.console.join('\n')).toContain('Kernel panic - not syncing');
    expect(said).toContain(death.message);
    expect(isAlive(lab.pid)).toBe(false);
  });

  it('because it is out of memory says so', async () => {
    crash(lab, 'echo 2 > /proc/sys/vm/panic_on_oom; tail /dev/zero');
    const death = await lab.died;
    expect(death.reason).toBe('out-of-memory');
    expect(death.message).toContain('its kernel ran out of memory');
  });

  it('because qemu was killed says so', async () => {
    process.kill(lab.pid, 'SIGKILL');
    const death = await lab.died;
    expect(death).toMatchObject({ reason: 'killed', exitCode: null });
    expect(death.message).toContain('SIGKILL');
  });

  it('by its own command says so', async () => {
    crash(lab, 'poweroff -f');
    expect((await lab.died).reason).toBe('powered-off');
  });

  it('because it was asked to is no death, and leaves no process and no folder', async () => {
    expect(await inLab(lab, 'uname -r')).toBe(`${lab.kernel}\n`);
    expect(ownFolders()).toHaveLength(1);
    await lab.stop();
    expect(await lab.died).toMatchObject({ reason: 'stopped' });
    expect(isAlive(lab.pid)).toBe(false);
    expect(ownFolders()).toEqual([]);
  });
});
