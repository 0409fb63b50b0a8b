/** `SCX: New Scheduler` as a user goes through it, by keyboard alone. */
import type { Locator } from 'playwright-core';
import type { Workbench } from './workbench';

/** The gallery's page, with the cursor in its filter. */
export async function openGallery({ command, webview }: Workbench): Promise<Locator> {
  await command('SCX: New Scheduler');
  const gallery = await webview('Start from a scheduler that works');
  await gallery.getByLabel('Filter').focus();
  return gallery;
}

/** Makes a scheduler of a template in the first folder of the workspace; its main file is open then. */
export async function makeScheduler(
  workbench: Workbench,
  template: string,
  name: string,
): Promise<void> {
  const { page } = workbench;
  const gallery = await openGallery(workbench);
  await page.keyboard.type(template);
  await page.keyboard.press('Enter');
  await gallery.getByRole('heading', { name: `New scheduler from ${template}` }).waitFor();
  await page.keyboard.type(name); // It takes the place of the name that is proposed.
  await page.keyboard.press('Enter');
  await page
    .locator('.tab.active')
    .filter({ hasText: `${name}.bpf.c` })
    .waitFor();
}
