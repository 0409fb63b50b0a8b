import { MarkupKind, type Hover, type Position } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { opsMember } from '../core/sched-ext/ops-members';
import { memberText } from './member-text';
import { memberAt } from './ops-place';

/** Explains the sched_ext_ops member at a position; null where none is. */
export function hover(document: TextDocument, position: Position): Hover | null {
  const line = lineText(document, position.line);
  const found = memberAt(line, position.character, (name) => opsMember(name) !== null);
  const member = found && opsMember(found.name);
  if (!found || !member) return null;
  return {
    contents: { kind: MarkupKind.Markdown, value: memberText(member) },
    range: {
      start: { line: position.line, character: found.start },
      end: { line: position.line, character: found.start + found.length },
    },
  };
}

function lineText(document: TextDocument, line: number): string {
  return document.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } });
}
