import { ok, type Outcome } from '../../../core/findings/problem';
import type { Command, Invocation } from '../../command';
import { EXIT, type ExitStatus } from '../../exit-status';
import { showStage } from '../../stage';

export const labInstall: Command = {
  name: 'lab install',
  summary: 'Get kernels for labs ahead of their first use',
  description: [
    '',
    'KERNEL is "newest", a version such as 6.18, or the path of a bzImage. 6.12 has no package and is',
    'built, which takes some minutes once.',
  ],
  operands: ['KERNEL…'],
  options: {},
  run: runInstall,
};

async function runInstall(invocation: Invocation): Promise<Outcome<ExitStatus>> {
  const { arguments: words, labs, signal, terminal } = invocation;
  const installed: { name: string; release: string }[] = [];
  const onProgress = showStage(terminal);
  for (const name of words.operands) {
    const kernel = await labs.install(name, { signal, onProgress });
    if (kernel.kind !== 'ok') return kernel;
    installed.push({ name, release: kernel.value.release });
  }
  if (terminal.json) terminal.printJson({ installed });
  else terminal.print(installed.map(({ name, release }) => `${name}: ${release} is ready to boot`));
  return ok(EXIT.fine);
}
