import { ok, type Outcome } from '../../../core/findings/problem';
import type { Command, Invocation } from '../../command';
import { EXIT, type ExitStatus } from '../../exit-status';
import { labJson } from '../../output/lab';
import { showStage } from '../../stage';
import { formatTable } from '../../terminal/table';

export const labList: Command = {
  name: 'lab list',
  summary: 'Show the labs that are kept running and the kernels there are',
  description: [],
  operands: [],
  options: {},
  run: runList,
};

async function runList({ labs, terminal, signal }: Invocation): Promise<Outcome<ExitStatus>> {
  const onProgress = showStage(terminal);
  const [kept, kernels] = await Promise.all([labs.list(), labs.kernels({ signal, onProgress })]);
  if (kernels.kind !== 'ok') return kernels;
  if (terminal.json) {
    terminal.printJson({
      running: kept.map((lab) => labJson(lab.name, lab, true)),
      kernels: kernels.value.map(({ name, release, source, cached }) => ({
        name,
        release,
        source,
        cached,
      })),
    });
    return ok(EXIT.fine);
  }
  const running = kept.map(({ name, kernel, pid }) => [name, kernel, `runs, process ${pid}`]);
  const available = kernels.value.map(({ name, release, source, cached }) => [
    name,
    release ?? '-',
    cached ? 'ready to boot' : source === 'build' ? 'is built first' : 'is downloaded first',
  ]);
  const columns = [
    { title: 'kernel', align: 'left' },
    { title: 'release', align: 'left' },
    { title: '', align: 'left' },
  ] as const;
  terminal.print(formatTable(columns, [...running, ...available]));
  return ok(EXIT.fine);
}
