/** Pictures of the tests: kept for whoever wonders, and, when asked for, put into the README. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const REPOSITORY = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const KEPT = join(REPOSITORY, 'test-results');
/** `SCX_UPDATE_SCREENSHOTS=1 npm run test:vscode` renews the README's pictures. */
const PUBLISHED = join(REPOSITORY, 'media/screenshots');
const SHOWN_IN_README = [
  ...['squiggle', 'loaded', 'causal-path-old', 'causal-path-new'],
  ...[
    'gallery',
    'gallery-form',
    'kernel-log',
    'bpf-output',
    'status',
    'callback-cost',
    'exit-report',
  ],
  ...['network-cut-loaded', 'network-cut-silent', 'network-cut-out'],
];
/** Pictures of the walkthrough's steps, by the name that they are taken under. */
const IN_WALKTHROUGH: Readonly<Record<string, string>> = {
  'target-report Dark Modern': 'check',
  'select-target': 'target',
  'gallery-form': 'new',
  squiggle: 'error',
  loaded: 'load',
  status: 'watch',
};
const WALKTHROUGH = join(REPOSITORY, 'media/walkthrough');
const UPDATE = (process.env['SCX_UPDATE_SCREENSHOTS'] ?? '') !== '';

/** Long enough for hover effects, cursors and progress bars of the step before to be over. */
const SETTLE_MS = 400;

/** Takes a picture into test-results/, and as one of the README's when those are to be renewed. */
export async function takePicture(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(SETTLE_MS);
  await takeAsItIs(page, join(KEPT, `${name}.png`));
  if (UPDATE && SHOWN_IN_README.includes(name))
    await takeAsItIs(page, join(PUBLISHED, `${name}.png`));
  const step = IN_WALKTHROUGH[name];
  if (UPDATE && step !== undefined)
    writeFileSync(join(WALKTHROUGH, `${step}.webp`), await smallPicture(page));
}

/** The page as a WebP of some 40 KB, made by the browser: the walkthrough is in the package. */
async function smallPicture(page: Page): Promise<Buffer> {
  const png = (await page.screenshot()).toString('base64');
  const blank = await page.context().newPage();
  const address = await blank.evaluate(async (source) => {
    const image = new Image();
    image.src = `data:image/png;base64,${source}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = 1000;
    canvas.height = Math.round((1000 * image.height) / image.width);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL('image/webp', 0.8);
  }, png);
  await blank.close();
  return Buffer.from(address.slice(address.indexOf(',') + 1), 'base64');
}

/** The last thing that was seen before a test failed. */
export function takeFailure(page: Page, test: string): Promise<void> {
  return takeAsItIs(page, join(KEPT, `failed ${test.replace(/[^\w]+/g, '-')}.png`));
}

async function takeAsItIs(page: Page, path: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  await page.screenshot({ path });
}
