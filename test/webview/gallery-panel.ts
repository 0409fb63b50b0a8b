/** The gallery's page as the extension fills it, with a hostile template. */
import { expect } from 'vitest';
import type { Browser } from 'playwright-core';
import type {
  FormAnswer,
  FromGalleryPanel,
  GalleryState,
  GalleryTemplate,
  ToGalleryPanel,
} from '../../extension/contracts/gallery-messages';
import { openPanel } from './panel-page';
import type { THEMES } from './themes';

/** An SVG that would say so if it ran, and would fetch from elsewhere. */
const HOSTILE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9" onload="parent.ran = 1">
  <script>parent.ran = 1; top.ran = 1; fetch('https://evil.invalid/')</script>
  <image href="https://evil.invalid/x.png" width="9" height="9"/>
  <foreignObject><img xmlns="http://www.w3.org/1999/xhtml" src="x" onerror="parent.ran = 1"/></foreignObject>
</svg>`;
const address = (svg: string) =>
  `data:image/svg+xml;base64,${Buffer.from(svg, 'utf8').toString('base64')}`;

const template = (parts: Partial<GalleryTemplate>): GalleryTemplate => ({
  key: '/templates/fifo',
  name: 'fifo',
  isOwn: false,
  title: 'First in, first out',
  description: 'One queue for all CPUs',
  tags: ['smallest'],
  scheduler: 'fifo',
  picture: address('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"/>'),
  options: [],
  ...parts,
});
const words = { description: 'What it does' };
const rich = template({
  key: '/mine/rich',
  name: 'rich',
  isOwn: true,
  title: 'Has options',
  description: 'Queues by weight',
  tags: ['weights', 'loader'],
  scheduler: 'rich',
  picture: address(HOSTILE),
  options: [
    {
      ...words,
      key: 'slice',
      label: 'Slice',
      type: 'integer',
      default: 20,
      minimum: 1,
      maximum: 99,
      unit: 'µs',
    },
    { ...words, key: 'loader', label: 'Program', type: 'boolean', default: true },
    {
      ...words,
      key: 'order',
      label: 'Order',
      type: 'choice',
      default: 'fair',
      choices: { fair: 'by weight', fifo: 'by time' },
    },
  ],
});
export const gallery: GalleryState = {
  templates: [template({}), rich],
  broken: [{ folder: '/mine/bad', wrong: 'passwd is a link' }],
  folders: [
    { label: 'schedulers (/work)', path: '/work' },
    { label: '/other', path: '/other' },
  ],
  ownFolder: '/mine',
};
export const plan: FormAnswer = {
  kind: 'plan',
  project: '/work/my_rich',
  files: [
    { path: 'my_rich.bpf.c', content: 'int main_file;\n' },
    { path: 'Makefile', content: 'all:\n' },
  ],
};

/** It shows the templates. */
export async function openGallery(browser: Browser, theme?: (typeof THEMES)[string]) {
  const panel = await openPanel<ToGalleryPanel>(browser, 'gallery', theme);
  const fetched: string[] = [];
  panel.page.on('request', (request) => fetched.push(request.url()));
  await panel.post({ kind: 'state', state: gallery });
  await panel.page.getByRole('heading', { name: 'New Scheduler' }).waitFor();
  const { page, sent, post } = panel;
  const asked = async (kind: 'plan' | 'create') => {
    const all = (await sent()) as readonly FromGalleryPanel[];
    return all.filter((message) => message.kind === kind);
  };
  const lastAsked = async (kind: 'plan' | 'create', count: number) => {
    await expect.poll(async () => (await asked(kind)).length).toBe(count);
    const message = (await asked(kind)).at(-1)!;
    if (!('form' in message)) throw new Error('it has no form');
    return message;
  };
  const answer = async (kind: 'plan' | 'create', count: number, given: FormAnswer) => {
    const { serial } = await lastAsked(kind, count);
    await post({ kind: 'answer', serial, answer: given });
  };
  const field = (label: string) => page.getByLabel(label, { exact: true });
  return { ...panel, fetched, asked, lastAsked, answer, field };
}
