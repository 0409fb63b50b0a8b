/** One target asked again and again, as `SCX: Verify on…` does: the next verifier is there before it is needed. */
import { writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ok } from '../../extension/core/findings/problem';
import type { Host } from '../../extension/hosts/api';
import { StandingVerifiers } from '../../extension/workflows/verify/standing-verifiers';
import { verifyMatrix } from '../../extension/workflows/verify/verify-matrix';
import { createFakeHosts } from '../fakes/fake-hosts';
import { openLab, until, valueOf, type LabTarget } from './lab-target';
import { GOOD, NULL_CHECK_MISSING } from './schedulers';

const BROKEN = 'int main(';
/** Ends the shell above each process that waits for an object. */
const KILL_WAITING = `for process in /proc/[0-9]*; do
	tr '\\0' ' ' <$process/cmdline | grep -q '/tmp/scx-studio[.]' && kill $(cut -d' ' -f4 $process/stat)
done; true`;

describe('a verifier that stands ready between two verdicts', () => {
  let lab: LabTarget;
  let source: string;
  /** The lab, with the names of the scripts that it was asked for. */
  let host: Host;
  let scripts: string[];
  let standing: StandingVerifiers;
  beforeAll(async () => {
    lab = await openLab('6.18');
    source = (await lab.compile(GOOD, 'again')).source;
    host = {
      ...lab.host,
      run: (script, options) => {
        scripts.push(script);
        return lab.host.run(script, options);
      },
    };
  });
  afterAll(() => lab.close());
  beforeEach(() => {
    standing = new StandingVerifiers();
  });
  afterEach(async () => {
    standing.dispose();
    await waiting(0);
  });

  const verify = (text: string, signal?: AbortSignal) => {
    writeFileSync(source, text);
    scripts = [];
    const hosts = createFakeHosts({ connect: () => Promise.resolve(ok(host)) });
    const request = { source, targets: [host.target] };
    return verifyMatrix({ ...lab.context, hosts }, request, { standing, signal });
  };
  const errorsOf = async (text: string) => {
    const { build, rows } = valueOf(await verify(text));
    const findings = [...build, ...rows.flatMap(({ verdict }) => valueOf(verdict).findings)];
    return findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);
  };
  /** Each waits with a file of its own. */
  const waiting = (count: number) =>
    until(
      async () => Number(await lab.shell('ls /tmp | grep -c "^scx-studio[.]"; true')),
      (seen) => seen === count,
    );

  it('gives each verdict with nothing to start before it', async () => {
    expect(await errorsOf(GOOD)).toEqual([]);
    expect(scripts).toEqual(['facts', 'verify', 'verify']);
    await waiting(1);
    expect(await errorsOf(NULL_CHECK_MISSING)).toEqual(['verifier/null-pointer']);
    expect(scripts).toEqual(['verify']); // The next one's.
    await waiting(1);
    expect(await errorsOf(BROKEN)).not.toEqual([]);
    await waiting(1);
    expect(await errorsOf(GOOD)).toEqual([]);
  });

  it('is not used when it has ended on the target', async () => {
    await errorsOf(GOOD);
    await waiting(1);
    await lab.shell(KILL_WAITING);
    await waiting(0);
    expect(await errorsOf(GOOD)).toEqual([]);
    expect(scripts).toEqual(['facts', 'verify', 'verify']);
  });

  it('ends with the verdict that took it, when that is cancelled', async () => {
    await errorsOf(GOOD);
    await waiting(1);
    const cancelled = new AbortController();
    const outcome = verify(GOOD, cancelled.signal);
    cancelled.abort();
    expect(await outcome).toEqual({ kind: 'cancelled' });
    await waiting(0);
  });
});
