import { afterEach, describe, expect, it } from 'vitest';
import { readObject } from '../../../../extension/core/btf/object-info';
import { parseDependencies } from '../../../../extension/core/clang/dependencies';
import { folderOfPath, joinedPath } from '../../../../extension/core/findings/file-path';
import type { Files } from '../../../../extension/hosts/api';
import { openScriptTarget, SCHEDULER, type ScriptTarget } from './script-target';

/** The disk of a Windows machine, where names have no case and both slashes part them. */
function windowsFiles(texts: Readonly<Record<string, string>>): Files {
  const key = (path: string) => joinedPath(path, '.').toLowerCase();
  const encoder = new TextEncoder();
  const files = new Map<string, Uint8Array>();
  for (const [path, text] of Object.entries(texts)) files.set(key(path), encoder.encode(text));
  const folders = () => new Set([...files.keys()].map(folderOfPath));
  return {
    readText: (path) => {
      const bytes = files.get(key(path));
      return Promise.resolve(bytes ? new TextDecoder().decode(bytes) : null);
    },
    readBytes: (path) => Promise.resolve(files.get(key(path)) ?? null),
    write: (path, content) => {
      files.set(key(path), typeof content === 'string' ? encoder.encode(content) : content);
      return Promise.resolve();
    },
    create: () => Promise.resolve(false),
    exists: (path) => Promise.resolve(files.has(key(path))),
    list: () => Promise.resolve([]),
    remove: () => Promise.resolve(),
    modified: () => Promise.resolve(null),
    realPath: (path) => {
      const bytes = files.get(key(path));
      if (bytes) return Promise.resolve({ path, fileBytes: bytes.length });
      return Promise.resolve(folders().has(key(path)) ? { path, fileBytes: null } : null);
    },
  };
}

let target: ScriptTarget;
afterEach(() => {
  target.close();
});

describe.each([
  ['a drive', String.raw`C:\Users\Jürgen Groß`],
  ['a share', String.raw`\\server\share\Jürgen Groß`],
])('a developer on %s of Windows', (_, home) => {
  const source = String.raw`${home}\proj\good.bpf.c`;
  const header = String.raw`${home}\shared\deep\code.h`;
  const open = (texts: Readonly<Record<string, string>>) => {
    const files = windowsFiles(texts);
    target = openScriptTarget({ files });
    return files;
  };

  it('gets an object whose lines are those of the files there', async () => {
    const files = open({
      [source]: `#include "code.h"\n${SCHEDULER}\nint called(void);\n`,
      [header]:
        'struct task_struct;\n__attribute__((noinline, used)) int called(void)\n{\n\treturn 7;\n}\n',
    });
    const built = await target.build(source, [String.raw`-I..\shared\deep`]);
    const object = built.kind === 'ok' ? built.value.object : null;
    const info = readObject((await files.readBytes(object?.strippedPath ?? ''))!);
    expect([...(info?.files ?? [])].sort()).toEqual([source, header].sort());
    expect(info?.startOf('called')).toMatchObject({ file: header, text: '\treturn 7;' });
    const rule = (await files.readText(object?.dependenciesPath ?? '')) ?? '';
    expect([...parseDependencies(rule)].sort()).toEqual([source, header].sort());
  });

  it('gets findings that stand in the files there', async () => {
    open({
      [source]: `#include "../shared/deep/code.h"\n${SCHEDULER}`,
      [header]: '\nunknown x;\n',
      [String.raw`${home}\.git`]: '',
    });
    const built = await target.build(source);
    expect(built).toMatchObject({
      value: {
        findings: [
          {
            message: "unknown type name 'unknown'",
            line: 2,
            related: [{ file: source, line: 1, message: 'included from here' }],
          },
        ],
      },
    });
    const [finding] = built.kind === 'ok' ? built.value.findings : [];
    expect(joinedPath(finding?.file ?? '', '.')).toBe(header);
  });
});
