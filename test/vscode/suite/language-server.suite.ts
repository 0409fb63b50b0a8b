import { strict as assert } from 'node:assert';
import {
  commands,
  MarkdownString,
  Position,
  Uri,
  window,
  workspace,
  type CompletionList,
  type Hover,
} from 'vscode';

const PATIENCE_MS = 15_000;
const POLL_MS = 200;

async function hoverText(uri: Uri, position: Position): Promise<string> {
  const hovers = await commands.executeCommand<Hover[]>(
    'vscode.executeHoverProvider',
    uri,
    position,
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (content instanceof MarkdownString ? content.value : ''))
    .join('\n');
}

describe('language server', () => {
  it('says what an ops member is for', async () => {
    const [folder] = workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const uri = Uri.joinPath(folder.uri, 'fifo.bpf.c');
    const { document } = await window.showTextDocument(uri);
    const line = document
      .getText()
      .split('\n')
      .findIndex((text) => text.includes('.enqueue ='));
    const position = new Position(line, document.lineAt(line).text.indexOf('enqueue') + 1);
    const end = Date.now() + PATIENCE_MS;
    let text = '';
    // The server is started by the document that was just opened.
    while (text === '' && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      text = await hoverText(uri, position);
    }
    assert.match(text, /enqueue/);
  });

  it('offers whole callbacks where a function can begin', async () => {
    const [folder] = workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const uri = Uri.joinPath(folder.uri, 'fifo.bpf.c');
    const { document } = await window.showTextDocument(uri);
    const ops = document.getText().indexOf('SCX_OPS_DEFINE');
    const { items } = await commands.executeCommand<CompletionList>(
      'vscode.executeCompletionItemProvider',
      uri,
      document.positionAt(ops),
    );
    const found = items.find(({ label }) => label === 'fifo_dequeue');
    assert.ok(found?.additionalTextEdits?.[0]?.newText.includes('.dequeue = (void *)fifo_dequeue'));
  });
});
