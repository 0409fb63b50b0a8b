import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheDirectory, findInstallation } from '../../../extension/cli/places';

describe('cacheDirectory', () => {
  const place = (env: NodeJS.ProcessEnv, platform: NodeJS.Platform, checkout = false) =>
    cacheDirectory({ env, platform, home: '/home/me', installation: '/opt/scx' }, (path) =>
      checkout ? path === '/opt/scx/.git' : false,
    );

  it.each([
    [{ SCX_STUDIO_CACHE: '/c' }, 'linux', true, '/c'],
    [{ SCX_STUDIO_CACHE: '' }, 'linux', true, '/opt/scx/.cache'],
    [{}, 'linux', false, '/home/me/.cache/scx-studio'],
    [{ XDG_CACHE_HOME: '/x' }, 'linux', false, '/x/scx-studio'],
    [{ XDG_CACHE_HOME: 'relative' }, 'linux', false, '/home/me/.cache/scx-studio'],
    [{}, 'darwin', false, '/home/me/Library/Caches/scx-studio'],
  ] as const)('with %j on %s, checkout %s: %s', (env, platform, checkout, expected) => {
    expect(place(env, platform, checkout)).toBe(expected);
  });
});

describe('findInstallation', () => {
  it('walks up to our own package.json and past any other', () => {
    const folder = mkdtempSync(join(tmpdir(), 'scx-place-'));
    mkdirSync(join(folder, 'dist', 'inner'), { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"name": "scx-studio", "version": "1.2.3"}');
    writeFileSync(join(folder, 'dist', 'package.json'), '{"name": "other", "version": "9"}');
    expect(findInstallation(join(folder, 'dist', 'inner', 'cli.js'))).toEqual({
      folder,
      version: '1.2.3',
    });
  });

  it('goes on without one', () => {
    const folder = mkdtempSync(join(tmpdir(), 'scx-place-'));
    writeFileSync(join(folder, 'package.json'), 'no JSON');
    expect(findInstallation(join(folder, 'cli.js')).version).toBe('unknown');
  });
});
