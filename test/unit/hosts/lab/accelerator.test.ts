import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Exit } from '../../../../extension/hosts/api';
import {
  chooseAccelerator,
  distrustKvm,
  runProbe,
} from '../../../../extension/hosts/lab/accelerator';
import { qemuArguments } from '../../../../extension/hosts/lab/qemu';
import { createFakeTools } from '../../../fakes/fake-tools';

const hasKvm = existsSync('/dev/kvm');

describe('the accelerator', () => {
  const parent = mkdtempSync(join(tmpdir(), 'scx probe '));
  afterAll(() => {
    rmSync(parent, { recursive: true });
  });
  let count = 0;
  const machine = (answer: Partial<Exit>) => {
    const folder = join(parent, String(++count));
    const qemu = `${folder}.qemu`;
    writeFileSync(qemu, '');
    const tools = createFakeTools({ qemu }, () => answer);
    return { context: { folder, tools }, qemu, commands: tools.commands };
  };

  it('believes a guest that ended QEMU as it was told to', async () => {
    const { context, qemu } = machine({ exitCode: 33 });
    expect(await runProbe(context, qemu, 'kvm', {})).toEqual({ kind: 'ok', value: null });
  });

  it("gives QEMU's own reason when no guest runs", async () => {
    const stderr = 'qemu-system-x86_64: failed to set MSR 0x10a\nAborted\n';
    const { context, qemu } = machine({ exitCode: null, stderr });
    const reason = { kind: 'ok', value: 'failed to set MSR 0x10a' };
    expect(await runProbe(context, qemu, 'kvm', {})).toEqual(reason);
  });

  it.skipIf(!hasKvm)('is tried once, and again when QEMU has changed', async () => {
    const { context, qemu, commands } = machine({ exitCode: 1, stderr: 'no' });
    const emulated = { kind: 'ok', value: { kind: 'tcg', reason: 'no' } };
    expect(await chooseAccelerator(context, qemu, {})).toEqual(emulated);
    expect(await chooseAccelerator(context, qemu, {})).toEqual(emulated);
    expect(commands).toHaveLength(1);
    utimesSync(qemu, 1, 1);
    expect(await chooseAccelerator(context, qemu, {})).toEqual(emulated);
    expect(commands).toHaveLength(2);
  });

  it('is emulation after a lab died under KVM', async () => {
    const { context, qemu, commands } = machine({ exitCode: 33 });
    await chooseAccelerator(context, qemu, {});
    const tried = commands.length;
    await distrustKvm(context, qemu, 'the lab died');
    expect(await chooseAccelerator(context, qemu, {})).toEqual({
      kind: 'ok',
      value: { kind: 'tcg', reason: 'the lab died' },
    });
    expect(commands).toHaveLength(tried);
  });

  it('decides how QEMU is started', () => {
    const options = {
      ...{ qemu: '/q', port: 2222, memoryMb: 1024, consoleFile: null, keysPipe: null },
      start: { kind: 'boot', image: '/k', initramfs: '/i' } as const,
    };
    const emulated = qemuArguments({ ...options, accelerator: 'tcg' });
    expect(emulated).toContain('tcg,thread=single');
    expect(emulated).toContain('user,id=n0,hostfwd=tcp:127.0.0.1:2222-:22');
    expect(emulated).toContain('/k');
    expect(qemuArguments({ ...options, accelerator: 'kvm' })).toContain('kvm');
    const start = { kind: 'saved', state: "/a b's/state" } as const;
    const saved = qemuArguments({ ...options, start, keysPipe: '/p', accelerator: 'tcg' });
    expect(saved).toContain(String.raw`exec:cat '/a b'\''s/state'`);
    expect(saved).toContain('pipe:/p');
    expect(saved).not.toContain('-kernel');
  });
});
