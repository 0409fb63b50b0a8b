import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { REMOTE_SCRIPT_TEXTS } from '../../extension/remote';
import { createTools } from '../../extension/hosts';
import { createShellHost } from '../../extension/hosts/shell/shell-host';
import { createSshShell } from '../../extension/hosts/ssh/ssh-shell';
import { CACHE, openLab, valueOf } from '../lab/lab-target';
import { median, milliseconds, type Measurement } from './measurement';

const ROUNDS = 40;
const ALLOWED = 1.1;

/** One script over an open connection, by our host and by a bare ssh with the same arguments. */
export async function openConnection(): Promise<Measurement> {
  const lab = await openLab('6.18');
  const tools = createTools(() => undefined);
  const target = { kind: 'lab', id: 'lab:6.18', kernel: '6.18' } as const;
  const shell = createSshShell({
    tools,
    target,
    args: lab.sshArguments,
    ask: null,
    programs: CACHE,
  });
  const host = createShellHost(shell, () => undefined);
  try {
    valueOf(await host.open({}));
    const [ssh, ...args] = valueOf(
      await shell.command(REMOTE_SCRIPT_TEXTS.status, ['once'], 'user'),
    );
    const bare = () => promisify(execFile)(ssh, args);
    const ours = async () => valueOf(await host.run('status', { args: ['once'] }));
    const times = { ours: [] as number[], bare: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      times.bare.push(await milliseconds(bare));
      times.ours.push(await milliseconds(ours));
    }
    return {
      name: 'one command',
      value: median(times.ours),
      unit: 'ms',
      reference: median(times.bare),
      referenceName: 'a bare ssh over the same socket',
      allowed: ALLOWED,
    };
  } finally {
    await host.dispose();
    await lab.close();
  }
}
