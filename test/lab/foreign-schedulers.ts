/** Schedulers that others loaded, for tests of replacing them: pinned, held by a program, run by a service. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { REPOSITORY, type LabTarget } from './lab-target';
import { GOOD } from './schedulers';

const FOLDER = '/sys/fs/bpf/foreign';
export const FOREIGN_PIN = `${FOLDER}/good_ops`;
/** Keeps the scheduler in the kernel for hold-scheduler, outside the folder of its link. */
const FOREIGN_MAP = '/sys/fs/bpf/foreign-map';
export const HOLDER = '/tmp/hold-scheduler';
const PERL = '/usr/bin/perl';
const HIDDEN_PERL = '/root/perl';

export type Guest = Pick<LabTarget, 'send' | 'shell'>;

/** Writes a file into a lab, executable. */
export function send(lab: Guest, path: string, content: Uint8Array | string): Promise<void> {
  return lab.send(content, `cat >${path}; chmod 755 ${path}`);
}

const isThere = async (lab: Guest, path: string) =>
  (await lab.shell(`[ -e ${path} ] && echo yes; true`)) !== '';

/** Registers the scheduler "good" with a pin, as `bpftool struct_ops register` leaves it. */
export async function loadPinned(lab: LabTarget): Promise<void> {
  const { strippedPath } = await lab.compile(GOOD, 'foreign');
  await send(lab, '/tmp/foreign.o', readFileSync(strippedPath));
  await lab.shell(`bpftool struct_ops register /tmp/foreign.o ${FOLDER}`);
}

/** The scheduler "good", loaded by nobody, and the program that can enable it. */
export async function prepareHolder(lab: LabTarget): Promise<void> {
  await loadPinned(lab);
  await makeForeign(lab);
}

/** Of the scheduler that is pinned, leaves only the map, and the program that can enable it. */
export async function makeForeign(lab: Guest): Promise<void> {
  const id = 'bpftool -j struct_ops show | sed "s/.*{\\"id\\":\\([0-9]*\\).*/\\1/"';
  await lab.shell(
    `bpftool map pin id $(${id}) ${FOREIGN_MAP} && rm -rf ${FOLDER} /sys/fs/bpf/scx-studio
      until grep -q disabled /sys/kernel/sched_ext/state; do sleep 0.1; done`,
  );
  if (await isThere(lab, HOLDER)) return;
  const folder = mkdtempSync(join(tmpdir(), 'scx-holder-'));
  const program = join(folder, basename(HOLDER));
  const source = join(REPOSITORY, 'test/fixtures/loaders/hold-scheduler.c');
  execFileSync('gcc', ['-static', '-O1', '-o', program, source]);
  await send(lab, HOLDER, readFileSync(program));
  rmSync(folder, { recursive: true });
}

/** Runs the holder in the background, in the control group `cgroup` and as user `uid` where they are given. */
export async function startHolder(lab: Guest, { cgroup = '', uid = 0 } = {}): Promise<void> {
  const join = cgroup && `mkdir -p ${cgroup}; echo $$ >${cgroup}/cgroup.procs;`;
  await lab.shell(`(${join} exec ${HOLDER} ${FOREIGN_MAP} ${uid}) >/tmp/holder.out 2>&1 &
    until grep -q holding /tmp/holder.out; do sleep 0.1; done`);
}

/** Takes out all of it, whatever a test left. */
export async function removeForeign(lab: Guest): Promise<void> {
  await lab.shell(`killall -q hold-scheduler; rm -rf ${FOLDER} ${FOREIGN_MAP} /tmp/foreign.o
    rm -f /usr/sbin/systemctl /usr/sbin/scxctl; rm -f /tmp/service.log /tmp/holder.out
    [ ! -e ${HIDDEN_PERL} ] || mv ${HIDDEN_PERL} ${PERL}`);
}

/** Takes the lab's perl out of the way, until removeForeign(): it has no other interpreter. */
export async function hidePerl(lab: Guest): Promise<void> {
  await lab.shell(`[ ! -e ${PERL} ] || mv ${PERL} ${HIDDEN_PERL}`);
}

const UNIT_GROUP = '/sys/fs/cgroup/system.slice';

/**
 * A stand-in for systemd: its service `unit` is the holder, in a control group of that name. It starts and
 * stops it, and knows its main process.
 */
export async function installService(lab: Guest, unit: string): Promise<void> {
  await send(
    lab,
    '/usr/sbin/systemctl',
    `#!/bin/sh
echo "$*" >>/tmp/service.log
group=${UNIT_GROUP}/${unit}
[ "$1" = --no-block ] && shift
case $1 in
start)
	mkdir -p $group
	(echo 0 >$group/cgroup.procs; exec ${HOLDER} ${FOREIGN_MAP}) >/tmp/holder.out 2>&1 </dev/null &
	# It has a process from here on, or is asked too early and says that it failed.
	until [ "$(cat $group/cgroup.procs)" ] || ! kill -0 $!; do sleep 0.02; done
	;;
stop) kill $(cat $group/cgroup.procs) ;;
show) echo MainPID=$(head -n 1 $group/cgroup.procs) ;;
is-active) [ "$(cat $group/cgroup.procs)" ] && echo active || echo failed ;;
esac
`,
  );
  await lab.shell(
    `rm -f /tmp/holder.out; systemctl start ${unit}
    until grep -q holding /tmp/holder.out; do sleep 0.1; done`,
  );
}
