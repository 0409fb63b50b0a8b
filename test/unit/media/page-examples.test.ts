import { describe, expect, it } from 'vitest';
import { VERIFIER_CODES, type VerifierCode } from '../../../extension/core/findings/verifier-codes';
import { exampleSource, pageExamples } from '../../page-examples';
import { repositoryFile } from '../contracts/manifest';

/** Without what tests mark in it, and with every run of blanks as one. */
const plain = (code: string) => code.replaceAll(/ ?\/\* \w+ \*\//g, '').replaceAll(/\s+/g, ' ');

/** Codes that depend on who loads it, or on what became of its log. */
const NOT_OF_A_SCHEDULER: readonly VerifierCode[] = ['permission', 'truncated-log'];

const examples = pageExamples();

describe('examples of the documentation pages', () => {
  it.each(examples)('$page: $scheduler is what was run in the lab', ({ scheduler, text }) => {
    expect(plain(exampleSource(scheduler))).toContain(plain(text));
  });

  it.each(NOT_OF_A_SCHEDULER)('%s: a command that shows it', (code) => {
    expect(repositoryFile(`media/findings/${code}.md`)).toMatch(/^```console\n\$ /m);
  });

  const shown = VERIFIER_CODES.filter((code) => !NOT_OF_A_SCHEDULER.includes(code));
  it.each(shown)('%s: one that fails', (code) => {
    const ofPage = examples.filter(({ page }) => page === code);
    expect(ofPage.map(({ isFixed }) => isFixed)).toContain(false);
  });
});
