/** axe-core in a webview of VS Code, as it is shown: with the theme's own colours. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Locator } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What axe-core finds wrong in the frame that a locator's element is in, as `rule: element: why`. A webview
 * lets what lies behind it through, which axe-core does not see: `surface` is what that is.
 */
export async function violationsOf(
  body: Locator,
  surface: 'panel' | 'sideBar' | 'editor' = 'panel',
): Promise<readonly string[]> {
  const element = await body.elementHandle();
  const frame = await element.ownerFrame();
  if (!frame) throw new Error('the webview is gone');
  await frame.evaluate((name) => {
    document.body.style.background = `var(--vscode-${name}-background)`;
  }, surface);
  await frame.evaluate(AXE);
  const { violations } = await frame.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}: ${failureSummary ?? ''}`),
  );
}
