import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSshMaster } from '../../../../extension/hosts/ssh/ssh-master';

const BANNER = 'Authorised users only. Others: Permission denied (by law).';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scx-studio-master-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** In place of ssh: prints the target's banner, runs the command here, and then ends as ssh does. */
function sshThatEnds(last: string): string {
  const path = join(folder, 'ssh');
  const script = `#!/bin/sh
echo '${BANNER}' >&2
sleep 0.3 # It logs in, which takes some round trips.
for command; do :; done
echo beat | sh -c "$command"
echo '${last}' >&2
exit 255
`;
  writeFileSync(path, script);
  chmodSync(path, 0o755);
  return path;
}

it('says why a connection dropped, and not what the banner of the target said', async () => {
  const ssh = sshThatEnds('client_loop: send disconnect: Broken pipe');
  const opened = await openSshMaster({ ssh, args: ['box'], name: 'box', questions: null });
  if (opened.kind !== 'ok') throw new Error(JSON.stringify(opened));
  expect(await opened.value.dropped).toMatchObject({
    code: 'connection-lost',
    detail: 'client_loop: send disconnect: Broken pipe',
  });
});
