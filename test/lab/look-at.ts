/** A look at one host, as the Targets view takes it. */
import { ok } from '../../extension/core/findings/problem';
import { schedulerSummary } from '../../extension/core/sched-ext/target-summary';
import type { Host } from '../../extension/hosts/api';
import { createSurvey, type Seen } from '../../extension/workflows/survey';
import { createFakeHosts } from '../fakes/fake-hosts';
import { valueOf } from './lab-target';

export async function lookAt(host: Host): Promise<Seen> {
  const hosts = createFakeHosts({ visit: () => Promise.resolve(ok(host)) });
  const answers: Seen[] = [];
  await createSurvey(hosts).look([host.target], {
    onAnswer: (_target, seen) => answers.push(valueOf(seen)),
  });
  return answers[0]!;
}

/** What a look says of the scheduler that runs there. */
export async function summaryOf(host: Host): Promise<string> {
  const { facts, owner } = await lookAt(host);
  return schedulerSummary(facts, owner);
}
