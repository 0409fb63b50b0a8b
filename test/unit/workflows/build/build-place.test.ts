import { describe, expect, it } from 'vitest';
import type { Exit, Host, ToolCommand } from '../../../../extension/hosts/api';
import { buildPlace, type BuildWhere } from '../../../../extension/workflows/build/build-place';
import { createFakeHost } from '../../../fakes/fake-host';
import { createFakeTools } from '../../../fakes/fake-tools';

const BOX: Host = createFakeHost({}, { kind: 'ssh', id: 'box', destination: 'box' });
const THIS: Host = createFakeHost({}, { kind: 'local', id: 'local' });

interface Machine {
  readonly version?: number;
  readonly targets?: string;
  /** The folder that has libbpf's headers. */
  readonly headers?: string;
}

/** What a clang answers; `null`: there is none. */
function toolsOf(machine: Machine | null) {
  const answer = ({ argv }: ToolCommand): Partial<Exit> => {
    if (argv.includes('--version')) return { stdout: `clang version ${machine?.version ?? 19}.1` };
    if (argv.includes('--print-targets')) return { stdout: machine?.targets ?? '    bpf - BPF' };
    const headers = machine?.headers ?? '/usr/include';
    return { exitCode: headers === '/usr/include' || argv.includes(`-I${headers}`) ? 0 : 1 };
  };
  return createFakeTools(machine === null ? {} : { clang: '/usr/bin/clang' }, answer);
}

const placeOf = (
  machine: Machine | null,
  where: BuildWhere,
  more: { host?: Host; clang?: string; flags?: readonly string[] } = {},
) => {
  const wish = { host: BOX, flags: [], source: '/home/me/a.bpf.c', where, ...more };
  return buildPlace(toolsOf(machine), wish);
};

const onTarget = (code: string | null) => ({
  kind: 'ok',
  value: { kind: 'target', whyNotHere: code === null ? null : { code } },
});
const HERE = { kind: 'ok', value: { kind: 'here', compiler: { clang: '/usr/bin/clang' } } };

describe('the machine that compiles', () => {
  it('is this one where it has all', async () => {
    expect(await placeOf({}, 'auto')).toMatchObject(HERE);
  });

  it.each([
    ['no clang', null, 'clang-missing'],
    ['an old clang', { version: 14 }, 'clang-too-old'],
    ["Apple's clang", { version: 17, targets: '    x86 - X86' }, 'clang-without-bpf'],
    ["no headers of libbpf's", { headers: '/opt/libbpf' }, 'libbpf-headers-missing'],
  ])('is the target where this one has %s', async (_, machine, code) => {
    expect(await placeOf(machine, 'auto')).toMatchObject(onTarget(code));
  });

  it('is this one where a flag names the headers', async () => {
    const flags = ['-I', '../../../opt/libbpf'];
    expect(await placeOf({ headers: '/opt/libbpf' }, 'auto', { flags })).toMatchObject(HERE);
  });

  it('is the one that is asked for', async () => {
    expect(await placeOf({}, 'target')).toMatchObject(onTarget(null));
    expect(await placeOf({ headers: '/opt/libbpf' }, 'here')).toMatchObject(HERE);
    expect(await placeOf(null, 'here')).toMatchObject({ problem: { code: 'clang-missing' } });
  });

  it('is this one when it is the target too, whatever it lacks', async () => {
    const problem = await placeOf(null, 'auto', { host: THIS });
    expect(problem).toMatchObject({ problem: { code: 'clang-missing' } });
  });

  it('is this one when a clang is named, which must be there then', async () => {
    const problem = await placeOf(null, 'auto', { clang: '/opt/clang' });
    expect(problem).toMatchObject({
      problem: { code: 'clang-missing', message: expect.stringContaining('/opt/clang') as string },
    });
  });
});
