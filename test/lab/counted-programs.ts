/** Whether a lab's kernel counts what its BPF programs cost, as it shows itself: by what it has counted. */
import type { Guest } from './foreign-schedulers';

/** How often programs have run, as far as that was counted, over a time in which they did. */
export async function countedRuns({ shell }: Pick<Guest, 'shell'>): Promise<number> {
  const counted = await shell(`runs() {
	bpftool prog show | awk '{ for (i = 1; i < NF; i++) if ($i == "run_cnt") sum += $(i + 1) } END { print sum + 0 }'
}
before=$(runs); for i in 1 2 3 4 5 6 7 8; do sleep 0.05; done; echo $(($(runs) - before))`);
  return Number(counted);
}
