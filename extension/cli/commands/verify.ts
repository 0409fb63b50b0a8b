import { resolve } from 'node:path';
import { ok } from '../../core/findings/problem';
import type { Verdict } from '../../core/verifier/verdict';
import { verifyScheduler } from '../../workflows/verify';
import { BUILD_OPTIONS, buildForTarget } from '../built-scheduler';
import type { Command, Invocation } from '../command';
import { EXIT, statusOfFindings } from '../exit-status';
import { countFindings } from '../output/findings';
import { chosenFormat, FORMAT_OPTION } from '../output/format';
import { addToSarifFile, SARIF_OPTION } from '../output/sarif-file';
import { showVerdict } from '../output/verdict';
import { namedTargets, verifyMany } from '../verify-many';

export const verify: Command = {
  name: 'verify',
  summary: "Compile a scheduler and take it through the verifier of the target's kernel",
  description: [
    '',
    'FILE is a .bpf.c, or a folder that has one; without it the current folder is taken.',
    'Nothing is attached: the scheduler that runs on the target keeps running.',
    '--target lab:6.12,lab:6.18,root@box asks many kernels at once, and says what holds on which.',
  ],
  operands: ['[FILE]'],
  options: {
    ...BUILD_OPTIONS,
    ...FORMAT_OPTION,
    ...SARIF_OPTION,
    log: { value: 'FILE', help: "keep the verifier's whole log there" },
  },
  run: runVerify,
};

async function runVerify(invocation: Invocation) {
  const format = chosenFormat(invocation);
  if (format.kind !== 'ok') return format;
  const many = namedTargets(invocation);
  if (many !== null) return verifyMany(invocation, many, format.value);
  const built = await buildForTarget(invocation);
  if (built.kind !== 'ok') return built;
  const { context, terminal, signal } = invocation;
  const { object, host, facts, findings } = built.value;
  const report = async (verdict: Verdict, result: string) => {
    const summary = `${result}: ${countFindings(verdict.findings)}`;
    showVerdict(invocation, format.value, verdict, summary);
    const kept = await addToSarifFile(invocation, verdict.findings);
    return kept.kind === 'ok' ? ok(statusOfFindings(verdict.findings)) : kept;
  };
  if (object === null) return report({ findings, programs: [] }, 'Not built');
  const verified = await verifyScheduler(
    context,
    { object, host, facts },
    {
      signal,
      onProgress: (stage) => {
        terminal.progress(stage);
      },
    },
  );
  if (verified.kind !== 'ok') return verified;
  const logPath = invocation.arguments.text('log');
  if (logPath !== null) {
    await context.files.write(resolve(invocation.cwd, logPath), verified.value.log);
  }
  const all = [...findings, ...verified.value.findings];
  const refused = statusOfFindings(all) !== EXIT.fine;
  return report(
    { findings: all, programs: verified.value.programs },
    `${refused ? 'Refused' : 'Verified'} on ${facts.kernelRelease}`,
  );
}
