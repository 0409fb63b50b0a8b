import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSshConfiguration } from '../../../../extension/hosts/ssh/ssh-config-files';

describe('readSshConfiguration', () => {
  let home = '';
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'scx home ü '));
  });
  afterEach(() => {
    rmSync(home, { recursive: true });
  });
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), text);
  };

  it('follows includes: beside the configuration, from home, by pattern', async () => {
    write('.ssh/config', `Include conf.d/*.conf ~/more "${join(home, 'a b', 'c?')}"\nHost main\n`);
    write('.ssh/conf.d/2.conf', 'Host two\n');
    write('.ssh/conf.d/1.conf', 'Host one\nInclude nested\n');
    write('.ssh/conf.d/.hidden.conf', 'Host hidden\n');
    write('.ssh/conf.d/note.txt', 'Host note\n');
    write('more', 'Host more\n');
    write('a b/c1', 'Host spaced\n');
    const { hosts } = await readSshConfiguration(home);
    expect(hosts.slice(0, 5)).toEqual(['main', 'one', 'two', 'more', 'spaced']);
    expect(hosts).not.toContain('hidden');
  });

  it('ends where includes go in circles, are missing, are folders or are huge', async () => {
    write('.ssh/config', 'Include config again missing folder huge\nHost main\n');
    write('.ssh/again', 'Include config\nHost again\n');
    write('.ssh/folder/x', '');
    write('.ssh/huge', `Host huge\n${'#'.repeat(2 * 1024 * 1024)}`);
    const { hosts } = await readSshConfiguration(home);
    expect(hosts.slice(0, 2)).toEqual(['main', 'again']);
    expect(hosts).not.toContain('huge');
  });

  it('knows when the user has chosen key exchanges, for one host or in an included file', async () => {
    write('.ssh/config', 'Include more\nHost a\n  User root\n');
    expect((await readSshConfiguration(home)).choosesKeyExchange).toBe(false);
    write('.ssh/more', 'Match all\n  kexalgorithms sntrup761x25519-sha512@openssh.com\n');
    expect((await readSshConfiguration(home)).choosesKeyExchange).toBe(true);
  });

  it('finds nothing where there is no configuration', async () => {
    const { hosts } = await readSshConfiguration(join(home, 'nobody'));
    expect(hosts).not.toContain('main');
  });
});
