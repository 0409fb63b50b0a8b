import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { codeOfPage, pageFile, readPage } from '../../../extension/core/findings/finding-page';
import { VERIFIER_CODES } from '../../../extension/core/findings/verifier-codes';
import { repositoryFile } from '../contracts/manifest';

const FOLDER = 'media/findings';
const CODES = VERIFIER_CODES.map((name) => `verifier/${name}`);
const pages = readdirSync(fileURLToPath(new URL(`../../../${FOLDER}`, import.meta.url)));

describe('documentation pages', () => {
  it.each(CODES)('%s has one, with a heading', (code) => {
    const text = repositoryFile(`${FOLDER}/${String(pageFile(code))}`) ?? '';
    expect(readPage(text).title).not.toBe('');
  });

  it('are all about a code', () => {
    for (const page of pages) expect(CODES, page).toContain(codeOfPage(page));
  });
});
