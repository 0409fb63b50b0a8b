import { describe, expect, it } from 'vitest';
import { failed, ok } from '../../../extension/core/findings/problem';
import { schedulerSummary } from '../../../extension/core/sched-ext/target-summary';
import type { Target } from '../../../extension/core/sched-ext/target';
import { createSurvey } from '../../../extension/workflows/survey';
import { createFakeHost, type ScriptAnswers } from '../../fakes/fake-host';
import { createFakeHosts, UNREACHABLE } from '../../fakes/fake-hosts';

const BOX: Target = { kind: 'ssh', id: 'box', destination: 'box' };
const FACTS = ['kernelRelease 6.18', 'kernelBuild x', 'machine x86_64', 'uid 0'];

describe('a look at a scheduler that somebody else loaded', () => {
  const RUNS = [...FACTS, 'hasSchedExt yes', 'state enabled', 'activeOps rusty'];
  const OWNER = ['sequence 3', 'ops rusty', 'kind service', 'pid 8', 'unit scx.service', 'end'];

  const lookAt = async (answers: ScriptAnswers) => {
    const host = createFakeHost(answers, BOX);
    const hosts = createFakeHosts({ visit: () => Promise.resolve(ok(host)) });
    const said: string[] = [];
    await createSurvey(hosts).look([BOX], {
      onAnswer: (_target, seen) => {
        if (seen.kind === 'ok') said.push(schedulerSummary(seen.value.facts, seen.value.owner));
      },
    });
    return { said, calls: host.calls, asked: host.calls.map(({ script }) => script) };
  };

  it.each(['root', 'sudo'])('asks who did, as %s', async (privilege) => {
    const facts = { lines: [...RUNS, `privilege ${privilege}`] };
    const { said } = await lookAt({ facts, owner: { lines: OWNER } });
    expect(said).toEqual(['rusty, by scx.service']);
  });

  describe('where sudo asks for a password', () => {
    const facts = { lines: [...RUNS, 'privilege sudo-password', 'runsHidden yes'] };
    const unknown = { end: failed({ ...UNREACHABLE, code: 'no-privilege' }) };

    it('uses one that is known, and asks for none', async () => {
      const runs = { lines: ['run run-a1 held rusty ann@desk'] };
      const { said, calls } = await lookAt({ facts, runs });
      expect(said).toEqual(['rusty, held by ann@desk']);
      const quiet = { privileged: true, quiet: true };
      expect(calls).toMatchObject([{ script: 'facts' }, { script: 'runs', options: quiet }]);
    });

    it('asks who loaded it when the runs are not ours', async () => {
      const { said, calls } = await lookAt({ facts, runs: {}, owner: { lines: OWNER } });
      expect(said).toEqual(['rusty, by scx.service']);
      expect(calls[2]).toMatchObject({ script: 'owner', options: { quiet: true } });
    });

    it('says that only root can see where none is known', async () => {
      const { said } = await lookAt({ facts, runs: unknown, owner: unknown });
      expect(said).toEqual(['rusty, who loaded it only root can see']);
    });
  });

  it('does not ask where the user can not become root', async () => {
    const { asked } = await lookAt({ facts: { lines: [...RUNS, 'privilege none'] } });
    expect(asked).toEqual(['facts']);
  });

  it.each([
    ['nothing runs', FACTS],
    ['it is ours', [...RUNS, 'run run-a1 held rusty ann@desk']],
  ])('does not ask where %s', async (_name, lines) => {
    const { asked } = await lookAt({ facts: { lines: [...lines, 'privilege root'] } });
    expect(asked).toEqual(['facts']);
  });

  it.each<[string, ScriptAnswers['owner']]>([
    ['fails', { end: failed(UNREACHABLE) }],
    ['is cut', { lines: OWNER.slice(0, 3) }],
    ['is about another one by now', { lines: OWNER.with(1, 'ops lavd') }],
  ])('tells what it knows when the answer %s', async (_name, owner) => {
    const facts = { lines: [...RUNS, 'privilege root'] };
    const { said } = await lookAt({ facts, ...(owner && { owner }) });
    expect(said).toEqual(['rusty, not loaded by SCX Studio']);
  });
});
