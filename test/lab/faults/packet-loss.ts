/** A lab that loses packets for real: an XDP program of ours drops some of what reaches its network card. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTools } from '../../../extension/hosts';
import type { FaultyLab } from './faulty-lab';

const PROGRAM = `
unsigned lost_packets;
static unsigned (*const random_u32)(void) = (void *)7; /* BPF_FUNC_get_prandom_u32 */

__attribute__((section("xdp"), used)) int lose(void *context)
{
	if (random_u32() % 100 >= LOST_PERCENT)
		return 2; /* XDP_PASS */
	lost_packets++;
	return 1; /* XDP_DROP */
}

__attribute__((section("license"), used)) char _license[] = "GPL";
`;
const PIN = '/sys/fs/bpf/lose-packets';

export interface PacketLoss {
  /** How many were lost. */
  end(): Promise<number>;
}

/** Every packet towards the lab, those of the test's own connection too, is lost by this chance. */
export async function losePackets(lab: FaultyLab, percent: number): Promise<PacketLoss> {
  const object = (await compile(percent)).toString('base64');
  await lab.shell(
    `echo ${object} | base64 -d >/tmp/lose.o && bpftool prog load /tmp/lose.o ${PIN} type xdp; rm /tmp/lose.o; ` +
      `bpftool net attach xdpgeneric pinned ${PIN} dev eth0`,
  );
  return {
    end: async () => {
      await lab.shell('bpftool net detach xdpgeneric dev eth0');
      const counted = await lab.shell(`bpftool -j map dump name lose.bss; rm ${PIN}`);
      return Number(/"lost_packets":(\d+)/.exec(counted)?.[1]);
    },
  };
}

async function compile(percent: number): Promise<Buffer> {
  const clang = await createTools(() => undefined).find(['clang-19', 'clang']);
  if (clang === null) throw new Error('there is no clang');
  const folder = mkdtempSync(join(tmpdir(), 'scx-studio-loss-'));
  try {
    const source = join(folder, 'lose.c');
    writeFileSync(source, PROGRAM);
    const output = join(folder, 'lose.o');
    const flags = [
      '-g',
      '-target',
      'bpf',
      '-O2',
      `-DLOST_PERCENT=${percent}`,
      '-c',
      source,
      '-o',
      output,
    ];
    execFileSync(clang, flags);
    return readFileSync(output);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
