import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  codeOfPage,
  pageFile,
  PAGES_FOLDER,
  readPage,
  type FindingPage,
} from '../core/findings/finding-page';

/** The documentation pages that lie in this installation. */
export interface FindingPages {
  /** Null for a code that has none. */
  of(code: string): FindingPage | null;
  /** Every code that has one, sorted. */
  codes(): readonly string[];
}

export function createFindingPages(installation: string): FindingPages {
  const folder = join(installation, PAGES_FOLDER);
  const known = new Map<string, FindingPage | null>();
  return {
    of(code) {
      const page = known.get(code) ?? pageIn(folder, code);
      known.set(code, page);
      return page;
    },
    codes: () =>
      filesIn(folder)
        .map(codeOfPage)
        .filter((code) => code !== null)
        .sort(),
  };
}

function pageIn(folder: string, code: string): FindingPage | null {
  const file = pageFile(code);
  if (file === null) return null;
  try {
    return readPage(readFileSync(join(folder, file), 'utf8'));
  } catch {
    return null; // A code without a page.
  }
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // A command line that was bundled without its documentation.
  }
}
