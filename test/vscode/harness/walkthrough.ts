/** The walkthrough, as VS Code shows it. */
import type { Locator, Page } from 'playwright-core';

/** The ids of the steps that are ticked off, in their order. */
export function doneSteps(page: Page): Promise<readonly string[]> {
  return page
    .locator('.getting-started-step .complete[data-done-step-id]')
    .evaluateAll((marks) =>
      marks.map((mark) => mark.getAttribute('data-done-step-id')?.split('#').pop() ?? ''),
    );
}

/** A step of the walkthrough that is open, by its id. */
export function stepOf(page: Page, id: string): Locator {
  return page.locator(`.getting-started-step[data-step-id$="#${id}"]`);
}
