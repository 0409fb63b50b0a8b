import { beforeEach, expect, it, vi } from 'vitest';

const FOLDER = '/home/me/mine';
const NEW = `${FOLDER}/target/release/scx_mine`;
const OLD = `${FOLDER}/target/debug/scx_mine`;
const MADE = `${FOLDER}/src/build/ours`;

interface Row {
  readonly label: string;
  readonly detail?: string;
}
const uri = (fsPath: string) => ({ fsPath, path: fsPath });
const shown: Row[] = [];
const remembered: unknown[] = [];
let known = '';
let answer: (rows: readonly Row[]) => Row | undefined;
vi.mock('../../../extension/vscode/api/settings', () => ({
  setting: (key: string) => (key === 'loaderPath' ? known : ['--fast']),
}));
vi.mock('vscode', () => {
  const folder = { uri: uri(FOLDER) };
  return {
    ConfigurationTarget: { WorkspaceFolder: 3 },
    Uri: {
      file: uri,
      joinPath: ({ fsPath }: { fsPath: string }, ...parts: readonly string[]) =>
        uri(new URL(parts.join('/'), `file://${fsPath}/`).pathname),
    },
    window: {
      showQuickPick: (rows: readonly Row[]) => {
        shown.splice(0, shown.length, ...rows);
        return Promise.resolve(answer(rows));
      },
      showOpenDialog: () => Promise.resolve([uri(`${FOLDER}/other`)]),
    },
    workspace: {
      workspaceFolders: [folder],
      findFiles: (glob: string) =>
        Promise.resolve([
          uri(`${FOLDER}/${glob.endsWith('.toml') ? 'Cargo.toml' : 'src/ours.bpf.c'}`),
        ]),
      asRelativePath: (path: string | { fsPath: string }) =>
        (typeof path === 'string' ? path : path.fsPath).replace(`${FOLDER}/`, ''),
      getWorkspaceFolder: () => folder,
      getConfiguration: () => ({
        update: (...args: readonly unknown[]) => Promise.resolve(remembered.push(args)),
      }),
    },
  };
});
const { chooseProgram } = await import('../../../extension/vscode/loader/chosen-program');

/** A project that cargo has built in two profiles. */
const listing: Readonly<Record<string, readonly string[]>> = {
  [`${FOLDER}/target`]: ['debug', 'release'],
  [`${FOLDER}/target/debug`]: ['deps', 'scx_mine', 'scx_mine.d'],
  [`${FOLDER}/target/release`]: ['deps', 'scx_mine', 'scx_mine.d'],
};
const files = {
  list: (path: string) => Promise.resolve(listing[path] ?? []),
  realPath: (path: string) => Promise.resolve(path === MADE ? { path, fileBytes: 9 } : null),
  modified: (path: string) => Promise.resolve(path === NEW ? 2 : 1),
};
const session = { context: () => Promise.resolve({ files }) } as never;

beforeEach(() => {
  known = '';
  remembered.length = 0;
});

it('offers what make built, then what cargo built, the newest first, and remembers what is chosen', async () => {
  answer = ([first]) => first;
  expect(await chooseProgram(session)).toEqual({ path: MADE, args: ['--fast'] });
  expect(shown.map(({ label, detail }) => [label, detail])).toEqual([
    ['Run ours', 'src/build/ours'],
    ['Run scx_mine', 'target/release/scx_mine'],
    ['Run scx_mine', 'target/debug/scx_mine'],
    ['Choose Another Program…', undefined],
  ]);
  expect(remembered).toEqual([['scx.loader.path', 'src/build/ours', 3]]);
});

it('offers the remembered one once, and first', async () => {
  known = 'target/debug/scx_mine';
  answer = ([first]) => first;
  expect(await chooseProgram(session)).toEqual({ path: OLD, args: ['--fast'] });
  expect(shown.map(({ detail }) => detail)).toEqual([
    ...['target/debug/scx_mine', 'src/build/ours', 'target/release/scx_mine'],
    undefined,
  ]);
  expect(remembered).toEqual([]);
});

it('lets another one be picked, or none', async () => {
  answer = (rows) => rows.at(-1);
  expect(await chooseProgram(session)).toEqual({ path: `${FOLDER}/other`, args: ['--fast'] });
  answer = () => undefined;
  expect(await chooseProgram(session)).toBeNull();
});
