import type { FindingPage } from '../finding-page';

/**
 * A code as a rule; one that has no page describes itself by its name: `clang/error`. A page stays as
 * it is written: viewers show help texts verbatim, and it has no placeholders.
 */
export function sarifRule(code: string, page: FindingPage | null) {
  if (page === null) return { id: code, shortDescription: { text: code } };
  return {
    id: code,
    shortDescription: { text: page.title },
    help: { text: page.text, markdown: page.text },
  };
}
