/** axe-core in a webview of VS Code, as it is shown: with the theme's own colours. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Locator } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds wrong in the frame that a locator's element is in, as `rule: element`. */
export async function violationsOf(body: Locator): Promise<readonly string[]> {
  const element = await body.elementHandle();
  const frame = await element?.ownerFrame();
  if (!frame) throw new Error('the webview is gone');
  await frame.evaluate(AXE);
  const { violations } = await frame.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
