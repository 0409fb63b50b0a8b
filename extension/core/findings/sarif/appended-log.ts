import * as v from 'valibot';
import type { sarifLog } from './sarif-log';

type SarifLog = ReturnType<typeof sarifLog>;

/** What must be known of a log to add to it; all else is kept as it is. */
const OWN_LOG = v.looseObject({
  runs: v.tuple([
    v.looseObject({
      tool: v.looseObject({
        driver: v.looseObject({
          name: v.literal('SCX Studio'),
          rules: v.array(v.looseObject({ id: v.string() })),
        }),
      }),
      results: v.array(v.looseObject({})),
    }),
  ]),
});

/**
 * One run with the results of both: code scanning takes one run a category, so several schedulers have to
 * share it. null when `before` is no text of `sarifLog`.
 */
export function appendedSarifLog(before: string, added: SarifLog) {
  const read = v.safeParse(OWN_LOG, parsed(before));
  if (!read.success) return null;
  const [run] = read.output.runs;
  const { driver } = run.tool;
  const ids = new Set(driver.rules.map(({ id }) => id));
  const newRules = added.runs
    .flatMap(({ tool }) => tool.driver.rules)
    .filter(({ id }) => !ids.has(id));
  const rules = [...driver.rules, ...newRules];
  const indexOf = new Map(rules.map(({ id }, index) => [id, index]));
  const results = added.runs.flatMap((one) =>
    one.results.map((result) => ({ ...result, ruleIndex: indexOf.get(result.ruleId) ?? -1 })),
  );
  const tool = { ...run.tool, driver: { ...driver, rules } };
  return { ...read.output, runs: [{ ...run, tool, results: [...run.results, ...results] }] };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
