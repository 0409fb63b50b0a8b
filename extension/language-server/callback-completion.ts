import {
  CompletionItemKind,
  InsertTextFormat,
  MarkupKind,
  type CompletionItem,
  type Position,
  type TextEdit,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { callbackText } from '../core/sched-ext/callback-text';
import { OPS_MEMBERS, opsMember } from '../core/sched-ext/ops-members';
import { callbackPlace, firstMemberPlace } from './callback-place';
import { memberText } from './member-text';

/** Whole callbacks where a function can begin: each with its line in the ops definition. */
export function callbackCompletion(document: TextDocument, position: Position): CompletionItem[] {
  const text = document.getText();
  const offset = document.offsetAt(position);
  const place = callbackPlace(text, offset, (name) => opsMember(name) !== null);
  if (place === null) return [];
  const { prefix, functions } = place;
  const range = { start: document.positionAt(place.start), end: position };
  return OPS_MEMBERS.flatMap((member) => {
    const { name, since } = member;
    const newText = callbackText(member, prefix);
    if (newText === null || functions.has(`${prefix}_${name}`)) return [];
    const item: CompletionItem = {
      label: `${prefix}_${name}`,
      kind: CompletionItemKind.Snippet,
      detail: `callback of sched_ext, since Linux ${since}`,
      documentation: { kind: MarkupKind.Markdown, value: memberText(member) },
      filterText: `${name} ${prefix}_${name}`,
      insertTextFormat: InsertTextFormat.Snippet,
      textEdit: { range, newText },
      additionalTextEdits: membership(document, name, prefix),
    };
    return [item];
  });
}

/** Without it the kernel never calls the function. */
function membership(document: TextDocument, name: string, prefix: string): TextEdit[] {
  const text = document.getText();
  const place = firstMemberPlace(text);
  if (place === null || new RegExp(`\\.\\s*${name}\\s*=`).test(text)) return [];
  const at = document.positionAt(place.offset);
  const newText = `.${name} = (void *)${prefix}_${name},\n${place.indent}`;
  return [{ range: { start: at, end: at }, newText }];
}
