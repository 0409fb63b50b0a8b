import { describe, expect, it } from 'vitest';
import { VERIFIER_CODES } from '../../../extension/core/findings/verifier-codes';
import { exampleSource, pageExamples } from '../../page-examples';

/** Without what tests mark in it, and with every run of blanks as one. */
const plain = (code: string) => code.replaceAll(/ ?\/\* \w+ \*\//g, '').replaceAll(/\s+/g, ' ');

const examples = pageExamples();

describe('examples of the documentation pages', () => {
  it.each(examples)('$page: $scheduler is what was run in the lab', ({ scheduler, text }) => {
    expect(plain(exampleSource(scheduler))).toContain(plain(text));
  });

  it.each(VERIFIER_CODES)('%s: one that fails', (code) => {
    const ofPage = examples.filter(({ page }) => page === code);
    expect(ofPage.map(({ isFixed }) => isFixed)).toContain(false);
  });
});
