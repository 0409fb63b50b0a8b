/** The examples of the documentation pages: blocks of C that name the scheduler they are cut out of. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../', import.meta.url));
const PAGES = `${repository}media/findings`;

export interface PageExample {
  /** The code that the page is about, without `verifier/`. */
  readonly page: string;
  /** Of test/fixtures/schedulers, as in `null-pointer` and `null-pointer.fixed`. */
  readonly scheduler: string;
  /** A part of its source. */
  readonly text: string;
  /** Whether it is shown as one that passes. */
  readonly isFixed: boolean;
}

export function pageExamples(): PageExample[] {
  return readdirSync(PAGES).flatMap((file) => {
    const text = readFileSync(`${PAGES}/${file}`, 'utf8');
    const blocks = text.matchAll(/^```c (\S+)\.bpf\.c\n([^]*?)^```$/gm);
    return [...blocks].map(([, scheduler = '', part = '']) => ({
      page: file.replace(/\.md$/, ''),
      scheduler,
      text: part,
      isFixed: scheduler.endsWith('.fixed'),
    }));
  });
}

/** The source of such a scheduler. */
export function exampleSource(scheduler: string): string {
  return readFileSync(`${repository}test/fixtures/schedulers/${scheduler}.bpf.c`, 'utf8');
}
