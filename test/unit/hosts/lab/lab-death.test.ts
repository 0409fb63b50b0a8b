import { describe, expect, it } from 'vitest';
import { createConsoleTail } from '../../../../extension/hosts/lab/console-tail';
import { labDeath } from '../../../../extension/hosts/lab/lab-death';

const QUIET = { kernel: '6.18.15', exitCode: 0, signal: null, stopRequested: false, stderr: '' };

describe('labDeath', () => {
  it('names a panic, and keeps the console', () => {
    const console = [
      '[   12.1] sysrq: Trigger a crash',
      '[   12.2] Kernel panic - not syncing: sysrq triggered crash',
      '[   12.3] ---[ end Kernel panic - not syncing: sysrq triggered crash ]---',
    ];
    expect(labDeath({ ...QUIET, console })).toEqual({
      reason: 'panic',
      message: 'The lab 6.18.15 died: kernel panic: sysrq triggered crash',
      exitCode: 0,
      console,
    });
  });

  it.each([
    'Out of memory: compulsory panic_on_oom is enabled',
    'System is deadlocked on memory',
    'Out of memory and no killable processes...',
  ])('knows the panic "%s" as out of memory', (panic) => {
    const death = labDeath({ ...QUIET, console: [`Kernel panic - not syncing: ${panic}`] });
    expect(death.reason).toBe('out-of-memory');
    expect(death.message).toBe(`The lab 6.18.15 died: its kernel ran out of memory (${panic})`);
  });

  it('tells a lab that was switched off from one that died', () => {
    const death = labDeath({ ...QUIET, console: ['[ 3.0] reboot: Power down'] });
    expect(death.reason).toBe('powered-off');
  });

  it('says which signal ended qemu, and what may have sent it', () => {
    const killed = { ...QUIET, exitCode: null, signal: 'SIGKILL', console: [] };
    expect(labDeath(killed)).toMatchObject({ reason: 'killed', exitCode: null });
    expect(labDeath(killed).message).toContain('SIGKILL');
    expect(labDeath(killed).message).toContain('out of memory');
    expect(labDeath({ ...killed, signal: 'SIGSEGV' }).message).not.toContain('out of memory');
    expect(labDeath({ ...killed, signal: null }).reason).toBe('killed');
  });

  it("shows qemu's own last word when it fails", () => {
    const stderr = 'qemu: warning: x\nqemu: Could not set up host forwarding rule\n';
    expect(labDeath({ ...QUIET, exitCode: 1, stderr, console: [] })).toMatchObject({
      reason: 'qemu-failed',
      message:
        'The lab 6.18.15 died: qemu ended with exit status 1: qemu: Could not set up host forwarding rule',
    });
  });

  it('calls what was asked for no death', () => {
    const death = labDeath({ ...QUIET, stopRequested: true, signal: 'SIGTERM', console: [] });
    expect(death).toMatchObject({ reason: 'stopped', message: 'The lab 6.18.15 was stopped' });
  });
});

describe('createConsoleTail', () => {
  it('keeps the last lines without the controls of the firmware', () => {
    const tail = createConsoleTail();
    tail.push('\u001b[2J\u001bc\r');
    for (let index = 0; index < 1000; index++) tail.push(`line ${index}\r`);
    expect(tail.lines()).toHaveLength(200);
    expect(tail.lines().at(-1)).toBe('line 999');
  });
});
