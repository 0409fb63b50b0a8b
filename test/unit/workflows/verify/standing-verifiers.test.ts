import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StandingVerifiers } from '../../../../extension/workflows/verify/standing-verifiers';
import { createFakeHost } from '../../../fakes/fake-host';
import { FACTS } from '../../../fakes/facts';

const TARGET = { kind: 'ssh', id: 'box', destination: 'box' } as const;

describe('a verifier that stands ready', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());
  const standing = new StandingVerifiers();

  it('is one a host, and the caller’s when taken', () => {
    const host = createFakeHost({ verify: { end: 'held' } }, TARGET);
    standing.prepare({ host, facts: FACTS });
    standing.prepare({ host, facts: FACTS });
    expect(host.calls).toHaveLength(1);
    expect(standing.take(host)?.facts).toBe(FACTS);
    expect(standing.take(host)).toBeUndefined();
  });

  it('is told to stop when nobody takes it for two minutes, and not when somebody has', async () => {
    const host = createFakeHost({ verify: { end: 'held' } }, TARGET);
    const inputOf = (call: number) => {
      const seen = vi.fn();
      void Promise.resolve(host.calls[call]!.options.input).then(seen);
      return seen;
    };
    standing.prepare({ host, facts: FACTS });
    standing.take(host);
    standing.prepare({ host, facts: FACTS });
    const [taken, idle] = [inputOf(0), inputOf(1)];
    await vi.advanceTimersByTimeAsync(119_000);
    expect(idle).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1000);
    expect(idle).toHaveBeenCalledExactlyOnceWith(null);
    expect(taken).not.toHaveBeenCalled();
    expect(standing.take(host)).toBeUndefined();
  });

  it('is not opened where sudo would ask for a password', () => {
    const host = createFakeHost({ verify: { end: 'held' } }, TARGET);
    standing.prepare({ host, facts: { ...FACTS, privilege: 'sudo-password' } });
    expect(host.calls).toEqual([]);
    standing.prepare({
      host,
      facts: { ...FACTS, privilege: 'sudo-password', hasCapabilities: true },
    });
    expect(host.calls).toHaveLength(1);
  });
});
