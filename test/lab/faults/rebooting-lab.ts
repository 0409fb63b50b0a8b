/**
 * Labs that start anew when their kernel reboots, as machines do: a lab itself ends then. They boot: what
 * goes on from a saved state has no kernel and no keys to start anew with.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const QEMU = 'qemu-system-x86_64';

/** Of labs that are started until the returned function is called: a QEMU on PATH that has no -no-reboot. */
export function letLabsReboot(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'scx-reboots-'));
  const before = process.env['PATH'] ?? '';
  const real = execFileSync('sh', ['-c', `command -v ${QEMU}`], { encoding: 'utf8' }).trim();
  const script = `#!/bin/sh
for word; do
	shift
	[ "$word" = -qmp ] && { echo 'no state is saved of a lab that reboots' >&2; exit 1; }
	[ "$word" = -no-reboot ] || set -- "$@" "$word"
done
exec ${real} "$@"
`;
  writeFileSync(join(folder, QEMU), script);
  chmodSync(join(folder, QEMU), 0o755);
  process.env['PATH'] = `${folder}:${before}`;
  return () => {
    process.env['PATH'] = before;
    rmSync(folder, { recursive: true });
  };
}
