/** The documentation page of a code: `verifier/null-pointer` is explained in null-pointer.md. */
export interface FindingPage {
  /** Its heading, one line. */
  readonly title: string;
  /** All of it, Markdown. */
  readonly text: string;
}

/** Folder of the pages, below that of the extension. */
export const PAGES_FOLDER = 'media/findings';

const CODE = /^verifier\/([a-z0-9-]+)$/;

/** The file name of a code's page; null for codes of other tools, which have none. */
export function pageFile(code: string): string | null {
  const slug = CODE.exec(code)?.[1];
  return slug === undefined ? null : `${slug}.md`;
}

/** The code that a page in this file explains; null for any other file. */
export function codeOfPage(file: string): string | null {
  const code = file.endsWith('.md') ? `verifier/${file.slice(0, -'.md'.length)}` : '';
  return CODE.test(code) ? code : null;
}

export function readPage(text: string): FindingPage {
  const heading = /^# +(.*\S)/m.exec(text)?.[1] ?? '';
  return { title: heading.replaceAll('`', ''), text };
}
