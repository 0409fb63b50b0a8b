/** Pictures of the tests: kept for whoever wonders, and, when asked for, put into the README. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const REPOSITORY = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const KEPT = join(REPOSITORY, 'test-results');
/** `SCX_UPDATE_SCREENSHOTS=1 npm run test:vscode` renews the README's pictures. */
const PUBLISHED = join(REPOSITORY, 'media/screenshots');
const SHOWN_IN_README = [
  ...['squiggle', 'loaded', 'causal-path-old', 'causal-path-new'],
  ...['gallery', 'gallery-form', 'kernel-log', 'bpf-output', 'status', 'callback-cost', 'exit-report'],
  ...['network-cut-loaded', 'network-cut-silent', 'network-cut-out'],
];
const UPDATE = (process.env['SCX_UPDATE_SCREENSHOTS'] ?? '') !== '';

/** Long enough for hover effects, cursors and progress bars of the step before to be over. */
const SETTLE_MS = 400;

/** Takes a picture into test-results/, and as one of the README's when those are to be renewed. */
export async function takePicture(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(SETTLE_MS);
  await takeAsItIs(page, join(KEPT, `${name}.png`));
  if (UPDATE && SHOWN_IN_README.includes(name))
    await takeAsItIs(page, join(PUBLISHED, `${name}.png`));
}

/** The last thing that was seen before a test failed. */
export function takeFailure(page: Page, test: string): Promise<void> {
  return takeAsItIs(page, join(KEPT, `failed ${test.replace(/[^\w]+/g, '-')}.png`));
}

async function takeAsItIs(page: Page, path: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  await page.screenshot({ path });
}
