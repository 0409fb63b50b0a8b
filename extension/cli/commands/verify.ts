import { resolve } from 'node:path';
import { ok } from '../../core/findings/problem';
import type { Verdict } from '../../core/verifier/verdict';
import { BUILD_OPTIONS, verifyForTarget } from '../built-scheduler';
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
  const outcome = await verifyForTarget(invocation);
  if (outcome.kind !== 'ok') return outcome;
  const { context } = invocation;
  const { facts, findings, verdict } = outcome.value;
  const report = async (shown: Verdict, result: string) => {
    const summary = `${result}: ${countFindings(shown.findings)}`;
    showVerdict(invocation, format.value, shown, summary);
    const kept = await addToSarifFile(invocation, shown.findings);
    return kept.kind === 'ok' ? ok(statusOfFindings(shown.findings)) : kept;
  };
  if (verdict === null) return report({ findings, programs: [] }, 'Not built');
  const logPath = invocation.arguments.text('log');
  if (logPath !== null) {
    await context.files.write(resolve(invocation.cwd, logPath), verdict.log);
  }
  const all = [...findings, ...verdict.findings];
  const refused = statusOfFindings(all) !== EXIT.fine;
  return report(
    { findings: all, programs: verdict.programs },
    `${refused ? 'Refused' : 'Verified'} on ${facts.kernelRelease}`,
  );
}
