/** A file in the editor: changed and saved with the keyboard, as by hand. */
import type { Page } from 'playwright-core';

/** Puts `text` in place of all that the active editor holds, goes to a line of it, and saves it. */
export async function rewrite(page: Page, text: string, line: number): Promise<void> {
  await page.locator('.editor-instance .monaco-editor').first().click();
  await page.evaluate((content) => navigator.clipboard.writeText(content), text);
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Control+V');
  await page.locator('.tab.active.dirty').waitFor();
  await goToLine(page, line);
  await save(page);
}

/** Puts the cursor at the beginning of a line of the editor that has the focus. */
export async function goToLine(page: Page, line: number): Promise<void> {
  await page.keyboard.press('Control+G');
  await page.locator('.quick-input-widget:visible .quick-input-box input').fill(`:${line}`);
  await page.keyboard.press('Enter');
}

export async function save(page: Page): Promise<void> {
  await page.keyboard.press('Control+S');
  await page.locator('.tab.active:not(.dirty)').waitFor();
}
