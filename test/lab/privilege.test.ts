import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTools } from '../../extension/hosts';
import { createShellHost } from '../../extension/hosts/shell/shell-host';
import { createSshShell } from '../../extension/hosts/ssh/ssh-shell';
import { loadScheduler } from '../../extension/workflows/load/load';
import { targetFacts } from '../../extension/workflows/target-facts';
import { verifyScheduler } from '../../extension/workflows/verify/verify';
import { CACHE, openLab, valueOf, type LabTarget } from './lab-target';
import { GOOD, NULL_CHECK_MISSING } from './schedulers';

/** A user without sudo, and a bpftool that has in its file what verifying takes (in tmpfs, which can). */
const MAKE_USER = `adduser -D -s /bin/sh dev 2>/dev/null || echo "dev:x:1000:1000::/root:/bin/sh" >>/etc/passwd
mkdir -p /run/dev/.ssh && cp /root/.ssh/authorized_keys /run/dev/.ssh/ && chown -R 1000 /run/dev
sed -i 's#^dev:.*#dev:x:1000:1000::/run/dev:/bin/sh#' /etc/passwd
mkdir -p /run/bin && mount -t tmpfs tmpfs /run/bin && cp /usr/sbin/bpftool /run/bin/bpftool
mount --bind /run/bin/bpftool /usr/sbin/bpftool`;

/** Not 6.12: the kernel that we build has no file capabilities (CONFIG_TMPFS_XATTR). */
describe.each(['6.18', 'newest'])('privilege on kernel %s', (kernel) => {
  let lab: LabTarget;
  beforeAll(async () => {
    lab = await openLab(kernel);
    await lab.shell(MAKE_USER);
  });
  afterAll(() => lab.close());

  const asDev = () => {
    const target = { kind: 'ssh', id: 'dev@lab', destination: 'dev@lab' } as const;
    const args = [...lab.sshArguments.slice(0, -1), 'dev@127.0.0.1'];
    const tools = createTools(() => undefined);
    return createShellHost(
      createSshShell({ tools, target, args, ask: null, programs: CACHE }),
      () => undefined,
    );
  };

  it('says what a user without any can not do', async () => {
    const host = asDev();
    const facts = valueOf(await targetFacts(host));
    expect(facts).toMatchObject({ privilege: 'none', hasCapabilities: false });
    const object = await lab.compile(GOOD, 'good');
    const request = { object, host, facts };
    for (const step of [verifyScheduler(request), loadScheduler(lab.context, request)]) {
      expect(await step).toMatchObject({ kind: 'problem', problem: { code: 'no-privilege' } });
    }
    await host.dispose();
  });

  it('verifies with cap_bpf and cap_perfmon alone, and does not load with them', async () => {
    await lab.shell('setcap cap_bpf,cap_perfmon=ep /run/bin/bpftool');
    const host = asDev();
    const facts = valueOf(await targetFacts(host));
    expect(facts).toMatchObject({ privilege: 'none', hasCapabilities: true });
    const request = { host, facts };
    const good = await lab.compile(GOOD, 'good');
    const passed = valueOf(await verifyScheduler({ ...request, object: good }));
    expect(passed.programs).toMatchObject([{ name: 'good_enqueue', verdict: 'passed' }]);
    const bad = await lab.compile(NULL_CHECK_MISSING, 'null check');
    const refused = valueOf(await verifyScheduler({ ...request, object: bad }));
    expect(refused.findings).toMatchObject([{ code: 'verifier/null-pointer' }]);
    const load = await loadScheduler(lab.context, { ...request, object: good });
    expect(load).toMatchObject({ kind: 'problem', problem: { code: 'no-privilege' } });
    expect(await lab.shell('ls -A /sys/fs/bpf')).toBe('');
    await host.dispose();
  });

  /** cap_perfmon and cap_bpf: bits 38 and 39 (include/uapi/linux/capability.h). */
  const LEAST = '000000c000000000';
  it.each([
    ['gives bpftool no more than that when root verifies', [], LEAST],
    ['does so without setpriv, by perl', ['setpriv'], LEAST],
    ['leaves root its rights where neither is there', ['setpriv', 'perl'], null],
  ])('%s', async (_name, hidden, least) => {
    const hide = hidden.map((name) => `mv /usr/bin/${name} /run/${name}-hidden`);
    const seen = '/run/bin/seen';
    const watcher = `#!/bin/sh\ngrep ^Cap[EB] /proc/self/status >${seen}\nexec /run/bin/bpftool "$@"\n`;
    await lab.shell(`printf %b '${watcher.replaceAll('\n', '\\n')}' >/run/bin/watcher
chmod +x /run/bin/watcher; mount --bind /run/bin/watcher /usr/sbin/bpftool
${hide.join('\n')}`);
    const object = await lab.compile(GOOD, 'good');
    const { host, facts } = lab;
    const { programs } = valueOf(await verifyScheduler({ object, host, facts }));
    expect(programs).toMatchObject([{ verdict: 'passed' }]);
    const said = await lab.shell(`cat ${seen}`);
    const all = await lab.shell('grep ^Cap[EB] /proc/self/status');
    const bounded = `CapEff:\t${least}\nCapBnd:\t${least}\n`;
    expect(said).toBe(least === null ? all : bounded);
    const show = hidden.map((name) => `mv /run/${name}-hidden /usr/bin/${name}`);
    await lab.shell(['umount /usr/sbin/bpftool', ...show].join('\n'));
  });
});
