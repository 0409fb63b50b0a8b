/** What the documentation pages show as failing fails as they say, and what they show as passing passes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainLog } from '../../extension/core/verifier/explain-log';
import { verifyScheduler } from '../../extension/workflows/verify/verify';
import { exampleSource, pageExamples } from '../page-examples';
import { codeOn, OWN_CASES } from '../unit/core/verifier/own-cases';
import { briefLog } from './brief-log';
import { openLab, valueOf, type LabTarget } from './lab-target';

/** Once each, however many parts of it a page shows. */
const EXAMPLES = [...new Map(pageExamples().map((one) => [one.scheduler, one])).values()];

describe.each(['7.3', '6.12'])('examples of the pages on %s', (kernel) => {
  let lab: LabTarget;
  beforeAll(async () => {
    lab = await openLab(kernel);
  });
  afterAll(() => lab.close());

  it.each(EXAMPLES)('$scheduler', async ({ scheduler, page, isFixed }) => {
    const object = await lab.compile(exampleSource(scheduler), scheduler);
    const request = { object, host: lab.host, facts: lab.facts };
    const { findings, programs } =
      page === 'too-complex' // Its whole trace takes the kernel longer than all others together.
        ? explainLog(await briefLog(lab, object))
        : valueOf(await verifyScheduler(request));
    const expected = isFixed ? null : codeIn(scheduler, page, kernel);
    const messages = JSON.stringify(findings, null, 2);
    expect(
      findings.map(({ code }) => code),
      messages,
    ).toEqual(expected === null ? [] : [`verifier/${expected}`]);
    if (isFixed) for (const one of programs) expect(one.verdict).toBe('passed');
  });
});

/** What the page is about, except where the truth about a kernel differs. */
function codeIn(scheduler: string, page: string, kernel: string): string | null {
  const known = OWN_CASES.find((one) => one.scheduler === scheduler);
  return known ? codeOn(known, kernel) : page;
}
