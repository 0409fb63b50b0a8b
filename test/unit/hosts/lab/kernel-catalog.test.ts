import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Exit, ToolCommand } from '../../../../extension/hosts/api';
import { createKernelCatalog } from '../../../../extension/hosts/lab/kernel-catalog';
import { createFakeTools } from '../../../fakes/fake-tools';

const HERE = '6.18.9+deb13-cloud-amd64';
const PACKAGES = `linux-image-6.18.15+deb13-cloud-amd64
linux-image-6.16.12+deb13-cloud-amd64
linux-image-7.3.4+deb13-cloud-amd64
linux-binary-7.3.4+deb13-cloud-amd64
`;
const UNREACHABLE = 'E: Failed to fetch http://mirror.example: Could not resolve it\n';

/** apt as far as the catalogue asks it; `update` is what `apt-get update` answers. */
const apt =
  (update: Partial<Exit> = {}) =>
  ({ argv }: ToolCommand): Partial<Exit> => {
    if (argv.includes('indextargets')) {
      return { stdout: 'http://mirror.example/debian/|bookworm|main|Debian\n' };
    }
    if (argv.includes('update')) return update;
    return argv.includes('pkgnames') ? { stdout: PACKAGES } : { exitCode: 100, stderr: 'E: no' };
  };

describe('the kernel catalogue', () => {
  const parent = mkdtempSync(join(tmpdir(), 'scx kernels '));
  afterAll(() => {
    rmSync(parent, { recursive: true });
  });
  let folder: string;
  let count = 0;
  beforeEach(() => {
    folder = join(parent, String(++count));
    const kernel = join(folder, 'kernels', HERE);
    mkdirSync(kernel, { recursive: true });
    const description = { release: HERE, source: 'package', hasModules: true };
    writeFileSync(join(kernel, 'kernel.json'), JSON.stringify(description));
  });
  const catalogWith = (answer: (command: ToolCommand) => Partial<Exit>, hasApt = true) => {
    const tools = createFakeTools(hasApt ? { 'apt-get': '/usr/bin/apt-get' } : {}, answer);
    return { catalog: createKernelCatalog({ folder, tools }), tools };
  };

  it('asks nobody about a kernel that is here', async () => {
    const { catalog, tools } = catalogWith(apt());
    const kernel = join(folder, 'kernels', HERE);
    expect(await catalog.resolve('6.18', {})).toEqual({
      kind: 'ok',
      value: {
        release: HERE,
        source: 'package',
        image: join(kernel, 'bzImage'),
        modulesArchive: join(kernel, 'modules.cpio'),
      },
    });
    expect(tools.commands).toEqual([]);
  });

  it('reads the list of kernels once, and says what there is', async () => {
    const { catalog, tools } = catalogWith(apt());
    const listed = await catalog.list({});
    expect(listed).toEqual({
      kind: 'ok',
      value: [
        { name: '7.3', release: '7.3.4+deb13-cloud-amd64', source: 'package', cached: false },
        { name: '6.18', release: HERE, source: 'package', cached: true },
        { name: '6.16', release: '6.16.12+deb13-cloud-amd64', source: 'package', cached: false },
        { name: '6.12', release: null, source: 'build', cached: false },
      ],
    });
    const asked = tools.commands.length;
    expect(await catalog.list({})).toEqual(listed);
    expect(tools.commands).toHaveLength(asked);
  });

  it('takes the newest that is here when the mirror does not answer, and says so', async () => {
    const said: string[] = [];
    const { catalog } = catalogWith(apt({ exitCode: 100, stderr: UNREACHABLE }));
    const kernel = await catalog.resolve('newest', { onProgress: (line) => said.push(line) });
    expect(kernel).toMatchObject({ kind: 'ok', value: { release: HERE } });
    expect(said.at(-1)).toMatch(/^Could not read the package lists .*Using kernel 6\.18\.9/);
  });

  it('names a minor that is gone, and those that are there', async () => {
    const gone = await catalogWith(apt()).catalog.resolve('6.17', {});
    if (gone.kind !== 'problem') throw new Error(gone.kind);
    expect(gone.problem.code).toBe('lab-kernel-gone');
    expect(gone.problem.nextStep).toContain('7.3, 6.18, 6.16');
  });

  it('leaves nothing half after a failed download, and reads the list anew next time', async () => {
    const { catalog, tools } = catalogWith(apt());
    expect(await catalog.resolve('7.3', {})).toMatchObject({
      kind: 'problem',
      problem: { code: 'lab-download-failed' },
    });
    const first = tools.commands.length;
    await catalog.resolve('7.3', {});
    const again = tools.commands.slice(first).filter(({ argv }) => argv.includes('pkgnames'));
    expect(again).toHaveLength(1);
  });

  it('says so on a system without apt', async () => {
    expect(await catalogWith(apt(), false).catalog.resolve('7.3', {})).toMatchObject({
      kind: 'problem',
      problem: { code: 'lab-no-debian-mirror' },
    });
  });
});
