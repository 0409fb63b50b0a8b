/** Our problem matchers in the task system itself: a plain shell task prints a log of a real kernel. */
import { strict as assert } from 'node:assert';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  languages,
  ShellExecution,
  Task,
  TaskPanelKind,
  tasks,
  Uri,
  workspace,
  type Diagnostic,
  type WorkspaceFolder,
} from 'vscode';

const FIXTURES = join(__dirname, '../../test/fixtures');
const LOG_MATCHERS = [
  '$bpf-verifier',
  ...[2, 3, 4, 5, 6, 7, 8, 9, 10].map((distance) => `$bpf-verifier-${distance}`),
  '$bpf-verifier-report',
];
const PATIENCE_MS = 10_000;
const POLL_MS = 100;
/** The first terminal of a VS Code can take many seconds. */
const TEST_TIMEOUT_MS = 90_000;

function workspaceFolder(): WorkspaceFolder {
  const [folder] = workspace.workspaceFolders ?? [];
  assert.ok(folder);
  return folder;
}

let tasksRun = 0;

/**
 * What stands at `source` after a task that prints `file`, once `message` is there. In a terminal that it
 * uses again, VS Code (as of 1.139) begins to listen after the process has begun, and it ends 100 ms
 * after it; no loader is as fast as cat, so this one waits before and after.
 */
async function diagnosticsOf(
  file: string,
  source: Uri,
  matchers: string[],
  message: string,
): Promise<readonly Diagnostic[]> {
  const definition = { type: 'shell', number: ++tasksRun };
  const print = new ShellExecution(`sleep 1; cat '${file}'; sleep 1`);
  const name = `print ${tasksRun}`;
  const task = new Task(definition, workspaceFolder(), name, 'test', print, matchers);
  task.presentationOptions = { panel: TaskPanelKind.New };
  const ended = new Promise<void>((resolve) => {
    const listening = tasks.onDidEndTaskProcess(({ execution }) => {
      if (execution.task.name !== name) return;
      listening.dispose();
      resolve();
    });
  });
  await tasks.executeTask(task);
  await ended;
  const end = Date.now() + PATIENCE_MS;
  const shown = () => languages.getDiagnostics(source).some((one) => one.message === message);
  while (!shown() && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return languages.getDiagnostics(source);
}

describe('problem matchers', function () {
  this.timeout(TEST_TIMEOUT_MS);
  const name = 'null-pointer.bpf.c';
  const source = () => Uri.joinPath(workspaceFolder().uri, name);
  const line = () =>
    readFileSync(source().fsPath, 'utf8')
      .split('\n')
      .findIndex((text) => text.includes('/* here */'));

  before(() => {
    copyFileSync(join(FIXTURES, 'schedulers', name), source().fsPath);
  });
  after(() => {
    rmSync(source().fsPath);
  });

  for (const [kernel, message, column] of [
    ['6.18', "R0 invalid mem access 'map_value_or_null'", 0],
    ['7.3', 'invalid dereference of R0 (a nullable map value pointer)', 8],
  ] as const) {
    it(`find the line in a log of Linux ${kernel}, whose files are base names`, async () => {
      const log = join(FIXTURES, 'verifier-brief', kernel, 'null-pointer.log');
      const [found, ...further] = await diagnosticsOf(log, source(), LOG_MATCHERS, message);
      assert.equal(found?.message, message);
      assert.equal(found.source, 'verifier');
      assert.deepEqual([found.range.start.line, found.range.start.character], [line(), column]);
      assert.deepEqual(further, []);
    });
  }

  it('read what the command line prints as gcc does', async () => {
    const output = join(workspaceFolder().uri.fsPath, 'findings.txt');
    writeFileSync(output, `${name}:19:9: error: may be NULL [verifier/null-pointer]\n`);
    const found = (await diagnosticsOf(output, source(), ['$scx-studio'], 'may be NULL')).find(
      ({ message }) => message === 'may be NULL',
    );
    rmSync(output);
    assert.equal(found?.message, 'may be NULL');
    assert.equal(found.code, 'verifier/null-pointer');
    assert.deepEqual([found.range.start.line, found.range.start.character], [18, 8]);
  });
});
