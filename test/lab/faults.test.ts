import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { remoteCommand } from '../../extension/core/ssh/remote-command';
import { REMOTE_SCRIPT_TEXTS } from '../../extension/remote';
import { loadScheduler } from '../../extension/workflows/load/load';
import { watchStatus } from '../../extension/workflows/observe/samples';
import { verifyScheduler } from '../../extension/workflows/verify/verify';
import { openLab, until, valueOf, type LabTarget } from './lab-target';
import { GOOD, SLOW_TO_VERIFY } from './schedulers';

describe('faults', () => {
  let lab: LabTarget;
  beforeAll(async () => {
    lab = await openLab('newest');
  });
  afterAll(() => lab.close());

  const stateOf = async () => (await lab.shell('cat /sys/kernel/sched_ext/state')).trim();
  /** What our scripts run: their shells, and bpftool. */
  const processes = async () => {
    const list = await lab.shell(
      "ps -o args | grep -E 'printf %b|bpftool' | grep -vE 'ps -o|grep' | cut -c1-80; true",
    );
    return list.split('\n').sort().join('\n');
  };
  /** Those that only hold the connection; a shell of theirs may be about to become another program. */
  const atRest = async () => {
    const lists = [await processes(), await processes(), await processes()];
    return lists.sort((a, b) => a.length - b.length)[0]!;
  };
  it('ends a cancelled verification on both machines', async () => {
    const object = await lab.compile(SLOW_TO_VERIFY, 'slow');
    const cancel = new AbortController();
    const verdict = verifyScheduler(
      { object, host: lab.host, facts: lab.facts },
      { signal: cancel.signal },
    );
    await until(processes, (list) => list.includes('bpftool'));
    cancel.abort();
    expect(await verdict).toEqual({ kind: 'cancelled' });
    expect(await until(processes, (list) => !list.includes('bpftool'), 5)).not.toContain('bpftool');
    expect(await lab.shell('ls /sys/fs/bpf /tmp')).not.toMatch(/scx-studio[.-]/);
  });

  it('says that the target has no room for the object, and leaves nothing there', async () => {
    const object = await lab.compile(GOOD, 'good');
    const request = { object, host: lab.host, facts: lab.facts };
    await lab.shell('mount -t tmpfs -o size=16k small /tmp');
    try {
      const full = { kind: 'problem', problem: { code: 'no-storage' } };
      expect(await verifyScheduler(request)).toMatchObject(full);
      expect(await loadScheduler(lab.context, request)).toMatchObject(full);
      expect(await lab.shell('ls -A /tmp')).toBe('');
    } finally {
      await lab.shell('umount /tmp');
    }
    expect(await stateOf()).toBe('disabled');
  });

  it('takes the scheduler out when the loading process is killed', async () => {
    const object = await lab.compile(GOOD, 'good');
    const bytes = (await lab.context.files.readBytes(object.strippedPath))!;
    const args = [String(bytes.length), '10', 'run-killed', 'refuse', 'me@here', '0', '0'];
    const command = remoteCommand(REMOTE_SCRIPT_TEXTS.load, args, 'root');
    const before = await atRest();
    const ssh = spawn('ssh', [...lab.sshArguments, command], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    ssh.stdin.write(bytes);
    await until(stateOf, (state) => state === 'enabled');
    ssh.kill('SIGKILL');
    await once(ssh, 'exit');
    await until(stateOf, (state) => state === 'disabled', 5);
    await until(processes, (list) => list === before);
  });

  it('takes the scheduler out when no heartbeat comes', async () => {
    const object = await lab.compile(GOOD, 'good');
    const bytes = (await lab.context.files.readBytes(object.strippedPath))!;
    const args = [String(bytes.length), '2', 'run-silent', 'refuse', 'me@here', '0', '0'];
    const command = remoteCommand(REMOTE_SCRIPT_TEXTS.load, args, 'root');
    const ssh = spawn('ssh', [...lab.sshArguments, command], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const exited = once(ssh, 'exit');
    let said = '';
    ssh.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    ssh.stdin.write(bytes);
    await until(
      () => Promise.resolve(said),
      (text) => text.includes('\nlease\n'),
      15,
    );
    await until(stateOf, (state) => state === 'disabled', 10); // It is being taken out when that is said.
    await exited;
  });

  it('takes the scheduler out when a load is cancelled', async () => {
    const object = await lab.compile(GOOD, 'good');
    const cancel = new AbortController();
    const request = { object, host: lab.host, facts: lab.facts };
    const loading = loadScheduler(lab.context, request, { signal: cancel.signal });
    setTimeout(() => {
      cancel.abort();
    }, 200);
    expect(await loading).toEqual({ kind: 'cancelled' });
    expect(await stateOf()).toBe('disabled');
    expect(await lab.shell('ls -A /sys/fs/bpf/scx-studio 2>/dev/null; true')).toBe('');
  });

  it('leaves no process on the target when watching ends', async () => {
    const before = await atRest();
    let samples = 0;
    const watch = watchStatus(lab.host, { intervalMs: 300 }, () => (samples += 1));
    await until(
      () => Promise.resolve(samples),
      (count) => count > 1,
    );
    watch.end();
    await watch.done;
    expect(valueOf(await watch.done).exitCode).toBe(0);
    await until(processes, (list) => list === before);
  });

  it('says so when the target dies while a scheduler is loaded', async () => {
    const object = await lab.compile(GOOD, 'good');
    const request = { object, host: lab.host, facts: lab.facts };
    const result = valueOf(await loadScheduler(lab.context, request));
    if (result.kind !== 'running') throw new Error(result.log);
    execFile('ssh', [...lab.sshArguments, 'echo c > /proc/sysrq-trigger'], () => undefined);
    const end = await result.run.done;
    expect(end).toMatchObject({
      kind: 'lost',
      problem: { kind: 'target', code: 'connection-lost' },
    });
  });
});
