import { describe, expect, it } from 'vitest';
import { parseFacts } from '../../../../extension/core/sched-ext/facts-text';

const TEXT = `Welcome to the machine
kernelRelease 6.18.15+deb13-cloud-amd64
kernelBuild 6.18.15+deb13-cloud-amd64-0123456789ab
machine x86_64
uid 0
privilege root
hasBtf yes
hasSchedExt yes
hasBpffs yes
bpftool bpftool v7.5.0
state enabled
activeOps minimal
freeKilobytes 1024
hasCapabilities yes
run run-a1 held minimal alice@laptop
run run-b2 kept - bob@desk
run run-c3 odd minimal eve@x
`;

describe('parseFacts', () => {
  it('reads a whole answer, past a banner', () => {
    expect(parseFacts(TEXT)).toEqual({
      kernelRelease: '6.18.15+deb13-cloud-amd64',
      kernelBuild: '6.18.15+deb13-cloud-amd64-0123456789ab',
      machine: 'x86_64',
      uid: 0,
      privilege: 'root',
      hasBtf: true,
      hasSchedExt: true,
      hasBpffs: true,
      bpftool: 'bpftool v7.5.0',
      state: 'enabled',
      activeOps: 'minimal',
      hasCapabilities: true,
      runs: [
        { name: 'run-a1', hold: 'held', ops: 'minimal', who: 'alice@laptop' },
        { name: 'run-b2', hold: 'kept', ops: null, who: 'bob@desk' },
      ],
      areRunsHidden: false,
      isolatedCpus: null,
      freeBytes: 1024 * 1024,
    });
  });

  it('takes keys without a value as unknown', () => {
    const text = TEXT.replace('hasBtf yes', 'hasBtf ').replace(/^bpftool .*$/m, 'bpftool ');
    expect(parseFacts(text)).toMatchObject({ hasBtf: false, bpftool: null });
  });

  it('knows that runs are hidden, which is not that there are none', () => {
    const text = TEXT.replaceAll(/^run .*\n/gm, '') + 'runsHidden yes\n';
    expect(parseFacts(text)).toMatchObject({ runs: [], areRunsHidden: true });
  });

  it('refuses what is not an answer', () => {
    expect(parseFacts('fish: Unknown command: printf')).toBeNull();
    expect(parseFacts('')).toBeNull();
  });

  it('lets no control characters of a hostile target through', () => {
    const text = TEXT.replace(/^kernelRelease .*$/m, 'kernelRelease 6.18\u001b]0;evil\u0007\u202e');
    expect(parseFacts(text)?.kernelRelease).toBe('6.18\\x1b]0;evil\\x07\\u202e');
  });

  it('makes the kernel build a plain file name', () => {
    const text = TEXT.replace(/^kernelBuild .*$/m, 'kernelBuild ../../etc/passwd');
    expect(parseFacts(text)?.kernelBuild).not.toMatch(/\//);
  });
});
