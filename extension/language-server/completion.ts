import {
  CompletionItemKind,
  InsertTextFormat,
  MarkupKind,
  type CompletionItem,
  type Position,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { OPS_MEMBERS, type OpsMember } from '../core/sched-ext/ops-members';
import { memberText } from './member-text';
import { membersOfDefinition } from './ops-place';

/** The members that the ops definition around a position does not set yet. */
export function completion(document: TextDocument, position: Position): CompletionItem[] {
  const offset = document.offsetAt(position);
  const text = document.getText();
  const set = membersOfDefinition(text, offset);
  if (set === null) return [];
  const typed = /\.?\s*\w*$/.exec(text.slice(0, offset))?.[0] ?? '';
  const range = { start: document.positionAt(offset - typed.length), end: position };
  return OPS_MEMBERS.filter(({ name }) => !set.has(name)).map((member) =>
    itemOf(member, range, typed.startsWith('.')),
  );
}

interface Range {
  readonly start: Position;
  readonly end: Position;
}

function itemOf(member: OpsMember, range: Range, withDot: boolean): CompletionItem {
  const { name, since, declaration } = member;
  return {
    label: name,
    kind: declaration.includes('(*') ? CompletionItemKind.Method : CompletionItemKind.Field,
    detail: `struct sched_ext_ops, since Linux ${since}`,
    documentation: { kind: MarkupKind.Markdown, value: memberText(member) },
    filterText: withDot ? `.${name}` : name,
    insertTextFormat: InsertTextFormat.Snippet,
    textEdit: { range, newText: `.${name} = $0,` },
  };
}
