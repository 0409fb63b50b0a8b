import * as vscode from 'vscode';
import type { LogPart } from '../../core/verifier/log-document/log-part';
import { LOG_SELECTOR, type LogDocuments } from './log-documents';

/** How many passes a folded loop has, behind the line that stays when it is folded. */
export function registerLoopHints(documents: LogDocuments): vscode.Disposable {
  return vscode.languages.registerInlayHintsProvider(LOG_SELECTOR, {
    async provideInlayHints(document, range) {
      const log = await documents.of(document);
      return loopsIn(log.outline(), range).map((loop) => hintOf(document, loop));
    },
  });
}

function loopsIn(parts: readonly LogPart[], range: vscode.Range): readonly LogPart[] {
  return parts.flatMap((part) => {
    if (part.lastLine < range.start.line || part.firstLine > range.end.line) return [];
    const inside = loopsIn(part.children, range);
    const isShown = part.kind === 'loop' && part.firstLine >= range.start.line;
    return isShown ? [part, ...inside] : inside;
  });
}

function hintOf(document: vscode.TextDocument, { name, firstLine, lastLine }: LogPart) {
  const end = document.lineAt(firstLine).range.end;
  const hint = new vscode.InlayHint(end, name);
  hint.paddingLeft = true;
  hint.tooltip = `The last pass begins in line ${lastLine + 1}.`;
  return hint;
}
