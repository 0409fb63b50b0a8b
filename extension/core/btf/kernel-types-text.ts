/**
 * What a target sends as vmlinux.h is compiled on the developer's machine, and what comes out of that is
 * sent back. A `#include` or `asm(".incbin …")` in it would send the developer's files along.
 */

/**
 * Directives that bpftool writes (`btf dump file … format c`, 7.1 to 7.7), and their like. None reads a
 * file: `#if` has no characters that name one.
 */
const DIRECTIVES =
  /^#[ \t]*(?:(?:ifdef|ifndef|undef)[ \t]+\w+|(?:if|elif)[ \t][\w \t!()&|]+|(?:else|endif)|define[ \t]+\w+(?:[ \t]+__attribute__\(\(.*\)\))?|pragma[ \t]+clang[ \t]+attribute[ \t].*)[ \t]*(?:\/\*[^*]*\*\/[ \t]*)?$/;

/**
 * What is in no declaration: assembly, pragmas and questions about files inside a line, and the characters
 * by which a directive could be hidden (line splices, digraphs, trigraphs).
 */
const NOT_DECLARED = /\b(?:__)?asm(?:__)?\b|\b_Pragma\b|\b__has_(?:include|embed)|[\\%?]/;

/** The first line (from 1) of such a text that is more than declarations; null when there is none. */
export function firstUndeclared(text: string): number | null {
  let line = 0;
  // A comment or string that spans lines hides nothing: what stands in it is looked at all the same.
  for (const one of text.split(/\r\n|\r|\n/)) {
    line += 1;
    const directive = /^[\s\p{Z}\p{C}]*(#.*)$/u.exec(one)?.[1] ?? null;
    if (directive !== null && !DIRECTIVES.test(directive)) return line;
    if (directive === null && one.includes('#')) return line; // After a comment it would be one, too.
    if (NOT_DECLARED.test(one)) return line;
  }
  return null;
}
