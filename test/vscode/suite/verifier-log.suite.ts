import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  commands,
  languages,
  MarkdownString,
  Position,
  Uri,
  window,
  workspace,
  type DocumentSymbol,
  type FoldingRange,
  type Hover,
  type InlayHint,
  type Location,
  type LocationLink,
  type TextDocument,
  Range,
} from 'vscode';

const LANGUAGE = 'bpf-verifier-log';
const FIXTURES = join(__dirname, '../../test/fixtures');
const SCHEDULER = readFileSync(join(FIXTURES, 'schedulers/null-pointer.bpf.c'), 'utf8');
const LOG = readFileSync(join(FIXTURES, 'verifier/7.3/null-pointer.log'), 'utf8');
const THREE_PROGRAMS = readFileSync(join(FIXTURES, 'verifier/6.12/three-programs.log'), 'utf8');
const FAILING = '	*count += 1; /* here */';

/** A loop of three passes, shortened from what 6.18 says of too-complex.bpf.c in our lab. */
const LOOP = `0: R1=ctx() R10=fp0
; for (i = 0; i < 3; i++) { @ loop.bpf.c:13
5: (04) w2 += 1                       ; R2_w=1
7: (56) if w2 != 0x3 goto pc-3        ; R2_w=1
; for (i = 0; i < 3; i++) { @ loop.bpf.c:13
5: (04) w2 += 1                       ; R2_w=2
7: (56) if w2 != 0x3 goto pc-3        ; R2_w=2
; for (i = 0; i < 3; i++) { @ loop.bpf.c:13
5: (04) w2 += 1                       ; R2_w=3
7: (56) if w2 != 0x3 goto pc-3        ; R2_w=3
8: (95) exit
processed 9 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
`;

function inWorkspace(name: string): Uri {
  const [folder] = workspace.workspaceFolders ?? [];
  assert.ok(folder);
  return Uri.joinPath(folder.uri, name);
}

const lineOf = (text: string, wanted: string) =>
  text.split('\n').findIndex((line) => line.startsWith(wanted));

const run = <T>(command: string, ...given: unknown[]) =>
  commands.executeCommand<T>(command, ...given);

async function openLog(content: string): Promise<TextDocument> {
  return workspace.openTextDocument({ language: LANGUAGE, content });
}

/** Paths of the files that "Go to Definition" offers. */
async function definitionsAt({ uri }: TextDocument, line: number): Promise<string[]> {
  const found = await run<(Location | LocationLink)[]>(
    'vscode.executeDefinitionProvider',
    uri,
    new Position(line, 0),
  );
  return found.map((one) => ('targetUri' in one ? one.targetUri : one.uri).path);
}

describe('verifier log', () => {
  const source = inWorkspace('null-pointer.bpf.c');
  const saved = inWorkspace('saved.verifier-log');

  before(async () => {
    await workspace.fs.writeFile(source, Buffer.from(SCHEDULER));
    await workspace.fs.writeFile(saved, Buffer.from(LOG));
  });

  after(async () => {
    await run('workbench.action.closeAllEditors');
    await workspace.fs.delete(source);
    await workspace.fs.delete(saved);
  });

  it('is the language of saved logs', async () => {
    assert.ok((await languages.getLanguages()).includes(LANGUAGE));
    const document = await workspace.openTextDocument(saved);
    assert.equal(document.languageId, LANGUAGE);
  });

  it('has an outline of programs, errors and the report', async () => {
    const symbols = await run<DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', saved);
    const [program] = symbols;
    assert.equal(symbols.length, 1);
    assert.equal(program?.name, 'null_pointer_enqueue');
    assert.match(program.detail, /failed, 9 instructions/);
    assert.deepEqual(
      program.children.map(({ detail, range }) => [detail, range.start.line]),
      [
        ['verifier/null-pointer', lineOf(LOG, 'R0 invalid mem access')],
        ['', lineOf(LOG, 'Verification failed')],
      ],
    );
  });

  it('folds a loop and says how many passes it has, also in an untitled document', async () => {
    const document = await openLog(LOOP);
    const folds = await run<FoldingRange[]>('vscode.executeFoldingRangeProvider', document.uri);
    const loop = folds.find(({ start }) => start === 1);
    assert.deepEqual([loop?.start, loop?.end], [1, 6]);
    const all = new Range(0, 0, document.lineCount, 0);
    const hints = await run<InlayHint[]>('vscode.executeInlayHintProvider', document.uri, all);
    assert.deepEqual(
      hints.map(({ label, position }) => [label, position.line]),
      [['loop, 3 passes', 1]],
    );
  });

  it('leads from a line to its source', async () => {
    const line = lineOf(LOG, '9: (79) r1');
    const found = await run<(Location | LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      saved,
      new Position(line, 4),
    );
    const [target] = found;
    assert.equal(found.length, 1);
    assert.ok(target && 'targetUri' in target);
    assert.equal(target.targetUri.fsPath, source.fsPath);
    assert.equal(target.targetRange.start.line, lineOf(SCHEDULER, FAILING));
  });

  it('offers every file that a saved log may mean, unless its text tells which', async () => {
    const near = inWorkspace('one/twin.bpf.c');
    const far = inWorkspace('two/twin.bpf.c');
    await workspace.fs.writeFile(near, Buffer.from('int same;\nint one;\n'));
    await workspace.fs.writeFile(far, Buffer.from('int same;\nint two;\n'));
    try {
      const document = await openLog(
        '; int same; @ twin.bpf.c:1\n0: (b7) r0 = 0\n; int two; @ twin.bpf.c:2\n1: (95) exit\nprocessed 2 insns\n',
      );
      assert.deepEqual(await definitionsAt(document, 1), [near.path, far.path]);
      assert.deepEqual(await definitionsAt(document, 3), [far.path]);
    } finally {
      await workspace.fs.delete(inWorkspace('one'), { recursive: true });
      await workspace.fs.delete(inWorkspace('two'), { recursive: true });
    }
  });

  it('finds by its text what kernels before 6.8 give no place of', async () => {
    const document = await openLog('; *count += 1; /* here */\n0: (95) exit\nprocessed 1 insns\n');
    assert.deepEqual(await definitionsAt(document, 1), [source.path]);
  });

  it('leads from a line of the source to the log', async () => {
    const line = lineOf(SCHEDULER, FAILING);
    const selection = new Range(line, 2, line, 2);
    await window.showTextDocument(await workspace.openTextDocument(saved));
    await window.showTextDocument(source, { selection });
    await run('scx.goToLog');
    const editor = window.activeTextEditor;
    assert.equal(editor?.document.uri.fsPath, saved.fsPath);
    assert.equal(editor.selection.active.line, lineOf(LOG, '; *count += 1; /* here */'));
  });

  it('goes from error to error and round', async () => {
    const document = await openLog(LOG + THREE_PROGRAMS);
    const editor = await window.showTextDocument(document);
    const text = document.getText();
    const errors = [
      lineOf(text, 'R0 invalid mem access'),
      lineOf(text, 'math between map_value pointer'),
    ];
    const seen: number[] = [];
    for (const command of ['scx.nextLogError', 'scx.nextLogError', 'scx.nextLogError']) {
      await run(command);
      seen.push(editor.selection.active.line);
    }
    assert.deepEqual(seen, [errors[0], errors[1], errors[0]]);
    await run('scx.previousLogError');
    assert.equal(editor.selection.active.line, errors[1]);
  });

  describe('what the verifier knew', () => {
    const hoverAt = async (wanted: string) => {
      const { document } = await window.showTextDocument(source);
      const line = lineOf(document.getText(), wanted);
      assert.ok(line >= 0, wanted);
      const hovers = await run<Hover[]>(
        'vscode.executeHoverProvider',
        source,
        new Position(line, 3),
      );
      return hovers
        .flatMap(({ contents }) => contents)
        .map((content) => (content instanceof MarkdownString ? content.value : ''))
        .filter((text) => text.includes('What the verifier knew'));
    };

    before(async () => {
      await window.showTextDocument(await workspace.openTextDocument(saved));
    });

    it('is shown on the line of the source, in its names', async () => {
      const [text, ...others] = await hoverAt(FAILING);
      assert.deepEqual(others, []);
      assert.match(text ?? '', /`count` \(R0\): value of map counters, 8 bytes, or NULL/);
      assert.match(text ?? '', /R0=map_value_or_null\(id=1,map=counters,ks=4,vs=8\)/);
    });

    it('is not shown on a line that the verifier never saw', async () => {
      assert.deepEqual(await hoverAt('char _license'), []);
    });

    it('is not shown once the line says something else', async () => {
      const editor = await window.showTextDocument(source);
      const line = lineOf(SCHEDULER, FAILING);
      await editor.edit((edit) => {
        edit.replace(editor.document.lineAt(line).range, '\t*count += 2;');
      });
      assert.deepEqual(await hoverAt('	*count += 2;'), []);
      await run('workbench.action.files.revert');
    });
  });
});
