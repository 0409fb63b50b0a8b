import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readObject } from '../../../../extension/core/btf/object-info';
import { parseDependencies } from '../../../../extension/core/clang/dependencies';
import type { Outcome } from '../../../../extension/core/findings/problem';
import { openScriptTarget, SCHEDULER, whereIs, type ScriptTarget } from './script-target';

function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.kind !== 'ok') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

const SHELLS = [['dash'], ['bash', '--posix'], ['busybox', 'ash']].filter(
  ([program = '']) => whereIs(program) !== '',
);

let target: ScriptTarget;
afterEach(() => {
  target.close();
});

describe.each(SHELLS)('a target with %s', (...shell) => {
  it('compiles, leaves the types of its kernel and nothing else', async () => {
    target = openScriptTarget({ shell });
    const source = target.write('good.bpf.c', SCHEDULER);
    const { object, findings } = valueOf(await target.build(source));
    expect(findings).toEqual([]);
    expect(readObject(readFileSync(object!.strippedPath))?.files).toEqual([source]);
    expect(object!.clang).toMatch(/^clang \d+ on /);
    expect(object!.sources.map(({ path }) => path)).toEqual([source]);
    expect(parseDependencies(readFileSync(object!.dependenciesPath, 'utf8'))).toEqual([source]);
    expect(target.left()).toEqual([]);
    const kept = join(target.home, '.cache/scx-studio/kernels/6.18.0-test');
    expect(readdirSync(kept)).toEqual(['vmlinux.h']);
    target.program('bpftool', null); // Its types are asked for once a kernel.
    expect(valueOf(await target.build(source)).object).not.toBeNull();
  });

  it('keeps nothing of a build that is cancelled', async () => {
    target = openScriptTarget({ shell });
    const marker = join(target.home, 'clang runs');
    target.program('clang', slowClang(target, marker));
    const source = target.write('slow.bpf.c', SCHEDULER);
    const controller = new AbortController();
    const building = target.build(source, [], { signal: controller.signal });
    while (!existsSync(marker)) await new Promise((resolve) => setTimeout(resolve, 20));
    const pid = readFileSync(marker, 'utf8').trim();
    controller.abort();
    expect(await building).toEqual({ kind: 'cancelled' });
    expect(existsSync(`/proc/${pid}`)).toBe(false);
    expect(target.left()).toEqual([]);
  });
});

describe('names', () => {
  const NAMES = [
    'with blanks',
    '\'single\' and "double"',
    '$(touch owned) `touch owned`',
    '-o -leading',
    'ümläut 調度器',
    'line\nbreak',
    'a=b;c|d&e',
    '#%\\back',
    '@file',
  ];
  it.each(NAMES)('%j is a file like any other, and never run as code', async (name) => {
    target = openScriptTarget();
    const header = target.write(`${name}/${name}.h`, 'static int unused_function_of_header;\n');
    const source = target.write(`${name}.bpf.c`, '#include "header.h"\n' + SCHEDULER);
    target.write('header.h', '#warning "from the header"\n');
    // clang itself writes what -include names into quotes as it is.
    const included = /["\\\n]/.test(name) ? [] : ['-include', `${name}.h`];
    const flags = ['-I', join(header, '..'), ...included, `-DNAME=${name}`];
    const { object, findings } = valueOf(await target.build(source, flags));
    expect(object).not.toBeNull();
    expect(findings.at(-1)).toMatchObject({
      severity: 'warning',
      file: join(target.project, 'header.h'),
      line: 1,
    });
    expect(readObject(readFileSync(object!.strippedPath))?.files).toEqual([source]);
    for (const folder of [target.project, target.home, process.cwd()])
      expect(readdirSync(folder)).not.toContain('owned');
    expect(target.left()).toEqual([]);
  });
});

describe('headers', () => {
  it('outside of the project are not sent, and are told of', async () => {
    target = openScriptTarget();
    const secret = join(target.home, 'secret.h');
    writeFileSync(secret, '#define SECRET 1\n');
    symlinkSync(secret, join(target.project, 'linked.h'));
    const source = target.write('good.bpf.c', '#include "linked.h"\n' + SCHEDULER);
    const [one] = valueOf(await target.build(source)).findings;
    expect(one).toMatchObject({ message: "'linked.h' file not found", file: source, line: 1 });
    expect(one?.explanation).toContain(`${join(target.project, 'linked.h')} was not sent`);
    const above = target.write('good.bpf.c', '#include "../home/secret.h"\n' + SCHEDULER);
    expect(valueOf(await target.build(above)).findings[0]?.explanation).toContain('was not sent');
    const named = valueOf(await target.build(above, [`-I${target.home}`]));
    expect(named.object).not.toBeNull();
  });

  it('of the git working tree are sent', async () => {
    target = openScriptTarget();
    mkdirSync(join(target.project, '.git'));
    target.write('common/all.h', '#define ALL 1\n');
    const source = target.write('src/good.bpf.c', '#include "../common/all.h"\n' + SCHEDULER);
    expect(valueOf(await target.build(source)).findings).toEqual([]);
  });

  it('that are too many are a problem before anything is sent', async () => {
    target = openScriptTarget();
    target.write('big.h', '/*' + 'x'.repeat(9e6) + '*/');
    const source = target.write('good.bpf.c', '#include "big.h"\n' + SCHEDULER);
    expect(await target.build(source)).toMatchObject({
      problem: { code: 'sources-too-large', message: expect.stringContaining('big.h') as string },
    });
  });

  it('that only the target has are named in the message', async () => {
    target = openScriptTarget();
    const source = target.write('good.bpf.c', `${SCHEDULER}\nstruct task_struct { int again; };\n`);
    const [one] = valueOf(await target.build(source)).findings;
    expect(one).toMatchObject({ message: "redefinition of 'task_struct'", file: source, line: 10 });
    expect(one?.related.at(-1)).toMatchObject({
      file: null,
      message: expect.stringMatching(
        /previous definition is here \(in .*vmlinux\.h:3 on box\)/,
      ) as string,
    });
  });
});

describe('a target without', () => {
  const problemOf = async (more: readonly string[] = []) => {
    const outcome = await target.build(target.write('good.bpf.c', SCHEDULER), more);
    expect(target.left()).toEqual([]);
    return outcome.kind === 'problem' ? outcome.problem : outcome;
  };
  const clangThatSays = (version: string, targets: string) =>
    `#!/bin/sh\ncase $1 in --version) echo '${version}' ;; --print-targets) echo '${targets}' ;; esac\n`;

  it('clang', async () => {
    target = openScriptTarget();
    target.program('clang', null);
    expect(await problemOf()).toMatchObject({
      code: 'clang-missing',
      message: 'Could not build on box: it has no clang',
      nextStep: expect.stringMatching(
        /^On the target: sudo \S+ \S+ .*clang|on Debian it is/,
      ) as string,
    });
  });

  it('a clang that is new enough', async () => {
    target = openScriptTarget();
    target.program('clang', clangThatSays('Debian clang version 14.0.6', '  bpf - BPF'));
    target.program('clang-13', clangThatSays('Debian clang version 13.0.1', '  bpf - BPF'));
    expect(await problemOf()).toMatchObject({
      code: 'clang-too-old',
      message:
        'Could not build on box: its newest clang is version 14, and 16 is the oldest that compiles schedulers',
    });
  });

  it('a clang for BPF', async () => {
    target = openScriptTarget();
    target.program('clang', clangThatSays('Apple clang version 17.0.0', '  x86 - X86'));
    expect(await problemOf()).toMatchObject({ code: 'clang-without-bpf' });
  });

  it('bpftool', async () => {
    target = openScriptTarget();
    target.program('bpftool', '#!/bin/sh\necho "Error: no BTF" >&2\nexit 1\n');
    expect(await problemOf()).toMatchObject({ code: 'no-kernel-types', detail: 'Error: no BTF' });
    expect(readdirSync(join(target.home, '.cache/scx-studio/kernels/6.18.0-test'))).toEqual([]);
  });

  it("libbpf's headers", async () => {
    target = openScriptTarget();
    target.program('clang', `#!/bin/sh\nexec ${realClang()} -nostdinc "$@"\n`);
    const source = target.write('good.bpf.c', '#include <bpf/bpf_helpers.h>\n' + SCHEDULER);
    expect(await target.build(source)).toMatchObject({
      problem: {
        code: 'libbpf-headers-missing',
        nextStep: expect.stringMatching(/^On the target: |libbpf-dev/) as string,
      },
    });
  });

  it('a folder for temporary files', async () => {
    target = openScriptTarget({ env: { TMPDIR: '/proc' } });
    expect(await problemOf()).toMatchObject({ code: 'no-storage' });
  });

  const canMount = spawnSync('unshare', ['-rm', 'true']).status === 0;
  it.skipIf(!canMount).each([
    ['has no room beside the sources', 'size=4k'],
    ['has no room for the object', 'size=8k'],
    ['has no room for the make rule', 'size=12k'],
    ['can only be read', 'ro'],
  ])('room, on a disk that %s', async (_, mounted) => {
    const mount = `mount -t tmpfs -o ${mounted} none "$TMPDIR" && exec sh "$@"`;
    target = openScriptTarget({ shell: ['unshare', '-rm', 'sh', '-c', mount, 'sh'] });
    expect(await problemOf()).toMatchObject({
      code: 'no-storage',
      detail: expect.stringMatching(/No space left|Read-only|closed/) as string,
    });
  });

  it('a home that can be written', async () => {
    target = openScriptTarget({ env: { HOME: '/proc' } });
    const built = valueOf(await target.build(target.write('good.bpf.c', SCHEDULER)));
    expect(built.object).not.toBeNull();
    expect(target.left()).toEqual([]);
  });

  it('llvm-strip', async () => {
    target = openScriptTarget();
    target.program('clang', `#!/bin/sh\nexec ${realClang()} "$@"\n`);
    const source = target.write('good.bpf.c', SCHEDULER);
    const { object } = valueOf(await target.build(source));
    expect(readObject(readFileSync(object!.strippedPath))?.files).toEqual([source]);
  });

  it('honesty: it sends 70 MB of zeros as an object', async () => {
    target = openScriptTarget();
    const real = whereIs('gzip');
    target.program(
      'gzip',
      `#!/bin/sh\ncase $1 in -dc) exec '${real}' "$@" ;; esac\nhead -c 70000000 /dev/zero | exec '${real}' -c\n`,
    );
    const outcome = await target.build(target.write('good.bpf.c', SCHEDULER));
    expect(outcome).toMatchObject({ problem: { code: 'answer-cut-short' } });
    expect(existsSync(join(target.home, '../cache'))).toBe(false);
  });

  it('time: it ends while it compiles', async () => {
    target = openScriptTarget();
    target.program(
      'clang',
      `#!/bin/sh\ncase $* in *-MD*) kill -9 $PPID ;; *) exec ${realClang()} "$@" ;; esac\n`,
    );
    const outcome = await target.build(target.write('good.bpf.c', SCHEDULER));
    expect(outcome).toMatchObject({ problem: { code: 'answer-cut-short' } });
  });
});

/** Does what clang does but for compiling, which never ends. */
function slowClang({ project }: ScriptTarget, marker: string): string {
  const real = realClang();
  return `#!/bin/sh
case " $* " in *" -c ${project}"* | *" -o "*) echo $$ >'${marker}'; exec sleep 600 ;; esac
exec '${real}' "$@"
`;
}

const realClang = () => realpathSync(whereIs('clang-19') || whereIs('clang'));
