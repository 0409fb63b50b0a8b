/** Everything that a run takes, as a user who must become root first, on a target whose BPF file system is closed. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTools } from '../../extension/hosts';
import type { Question } from '../../extension/hosts/api';
import { createShellHost, type ShellHost } from '../../extension/hosts/shell/shell-host';
import { createSshShell } from '../../extension/hosts/ssh/ssh-shell';
import { emergencyStop } from '../../extension/workflows/load/emergency-stop';
import { loadScheduler, type LoadRequest } from '../../extension/workflows/load/load';
import { schedulerOwner } from '../../extension/workflows/load/owner';
import { targetFacts } from '../../extension/workflows/target-facts';
import { verifyScheduler } from '../../extension/workflows/verify/verify';
import { FOREIGN_PIN, loadPinned, removeForeign } from './foreign-schedulers';
import { summaryOf } from './look-at';
import { CACHE, openLab, until, valueOf, type LabTarget } from './lab-target';
import { GOOD } from './schedulers';
import { addSudo } from './sudo-in-lab';

const PASSWORD = `p '"\`\\ ü`;
const USERS = [
  { name: 'free', password: null },
  { name: 'typist', password: PASSWORD },
];

describe('sudo in a lab', () => {
  let lab: LabTarget;
  beforeAll(async () => {
    lab = await openLab('newest');
    await addSudo(lab, USERS);
  });
  afterAll(() => lab.close());

  const stateOf = async () => (await lab.shell('cat /sys/kernel/sched_ext/state')).trim();
  afterEach(async () => {
    await until(stateOf, (state) => state === 'disabled');
    const left =
      'find /sys/fs/bpf/scx-studio /tmp -mindepth 1 -name "*run*" -o -name "scx-studio*" -type f';
    await until(
      () => lab.shell(left),
      (found) => found === '',
    );
  });

  describe.each(USERS)('of $name', ({ name, password }) => {
    const asked: Question[] = [];
    let host: ShellHost;
    const connect = () => {
      asked.length = 0;
      const target = { kind: 'ssh', id: name, destination: name } as const;
      const args = [...lab.sshArguments.slice(0, -1), `${name}@127.0.0.1`];
      const ask = (question: Question) => {
        asked.push(question);
        return Promise.resolve(password);
      };
      const tools = createTools(() => undefined);
      host = createShellHost(
        createSshShell({ tools, target, args, ask, programs: CACHE }),
        () => undefined,
        ask,
      );
    };
    const load = async (request: Partial<LoadRequest> = {}) => {
      const facts = valueOf(await targetFacts(host));
      const object = await lab.compile(GOOD, 'good');
      const loading = { object, host, facts, ...request };
      const result = valueOf(await loadScheduler(lab.context, loading));
      if (result.kind !== 'running') throw new Error(result.log);
      return result.run;
    };

    it('verifies, loads and unloads, and asks once', async () => {
      connect();
      const facts = valueOf(await targetFacts(host));
      expect(facts.privilege).toBe(password === null ? 'sudo' : 'sudo-password');
      const object = await lab.compile(GOOD, 'good');
      const verdict = valueOf(await verifyScheduler({ object, host, facts }));
      expect(verdict.programs).toMatchObject([{ verdict: 'passed' }]);
      const run = await load();
      expect(await stateOf()).toBe('enabled');
      expect(await run.unload()).toEqual({ kind: 'unloaded' });
      expect(asked).toHaveLength(password === null ? 0 : 1);
      await host.dispose();
    });

    it('stops in an emergency', async () => {
      connect();
      const run = await load();
      expect(valueOf(await emergencyStop(host, run))).toBe('link');
      expect((await run.done).kind).toBe('ended');
      expect(valueOf(await emergencyStop(host, null))).toBe('nothing');
      await host.dispose();
    });

    it('replaces what another one loaded', async () => {
      await loadPinned(lab);
      connect();
      const owner = valueOf(await schedulerOwner(host));
      expect(owner).toMatchObject({ ops: 'good', origin: { kind: 'pinned' } });
      const run = await load({ replace: { sequence: owner!.sequence, putBack: false } });
      expect(await run.unload()).toEqual({ kind: 'unloaded' });
      await host.dispose();
    });

    it('lets a look use what it knows already, and asks for nothing', async () => {
      connect();
      const { context, facts } = lab;
      const object = await lab.compile(GOOD, 'good');
      const ours = valueOf(await loadScheduler(context, { object, host: lab.host, facts }));
      if (ours.kind !== 'running') throw new Error(ours.log);
      const hidden = 'good, who loaded it only root can see';
      const held = 'good, held by tester@lab';
      expect(await summaryOf(host)).toBe(password === null ? held : hidden);
      expect(asked).toEqual([]);

      valueOf(await schedulerOwner(host)); // As any step that needs root.
      expect(asked).toHaveLength(password === null ? 0 : 1);
      expect(await summaryOf(host)).toBe(held);
      await ours.run.unload();
      await loadPinned(lab);
      expect(await summaryOf(host)).toBe(`good, pinned at ${FOREIGN_PIN}`);
      expect(asked).toHaveLength(password === null ? 0 : 1);
      await removeForeign(lab);
      await host.dispose();
    });

    it('leaves nothing loaded when its connection ends', async () => {
      connect();
      await load();
      expect(await stateOf()).toBe('enabled');
      await host.dispose();
    });
  });
});
