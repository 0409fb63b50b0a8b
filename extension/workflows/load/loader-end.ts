import { finding, type Finding } from '../../core/findings/finding';
import { parseDmesg } from '../../core/kernel-log/kmsg';
import { runtimeFindings } from '../../core/kernel-log/runtime-findings';
import { explainLog } from '../../core/verifier/explain-log';
import type { ExplainedEnd } from './end-explanation';
import { reportEnd, type EndedRun } from './end-report';
import type { LoaderSpeech } from './loader-session';

/** Why it loaded nothing: what libbpf and the verifier said through it, then what the kernel log says. */
export function explainRefusal(name: string, speech: LoaderSpeech, run: EndedRun): ExplainedEnd {
  const refused = explainLog(speech.output.join('\n')).findings;
  const found = [...refused, ...kernelFindings(speech, null)];
  const errors = found.filter(({ severity }) => severity === 'error');
  return explained(speech, run, errors.length > 0 ? found : [...found, endedEarly(name, speech)]);
}

/** Why what ran runs no more. A program that ends by itself is no error. */
export function explainLoaderEnd(name: string, speech: LoaderSpeech, run: EndedRun): ExplainedEnd {
  const found = kernelFindings(speech, run.ops);
  const isCrash = speech.exitStatus !== null && speech.exitStatus >= FIRST_SIGNAL_STATUS;
  const own = isCrash && speech.ending === 'ended' ? [crashed(name, speech)] : [];
  return explained(speech, run, [...found, ...own]);
}

function explained(speech: LoaderSpeech, run: EndedRun, found: readonly Finding[]): ExplainedEnd {
  const { postMortem, output, log } = speech;
  const evidence = {
    ...{ postMortem, output, log, records: recordsOf(speech) },
    pathOf: (recorded: string) => recorded, // The program was built elsewhere.
  };
  const report = reportEnd(run, evidence, found, (findings) => findings);
  return { findings: report.findings, log: logOf(speech), report };
}

/** What the end left behind or took, in sentences for people. */
export function aftermath(name: string, speech: LoaderSpeech): readonly string[] {
  const { leftProcesses, isForced, pins } = speech;
  const processes = leftProcesses === 1 ? '1 process' : `${leftProcesses} processes`;
  return [
    ...(leftProcesses === 0
      ? []
      : [
          `${processes} that ${name} had started outlived it, and were ended too: run it so that it stays in the foreground`,
        ]),
    ...(isForced
      ? [`its scheduler stayed when ${name} was gone: it was taken out by SysRq-S`]
      : []),
    ...pins.map(
      (pin) => `the pin ${pin} appeared while ${name} ran, and stays: remove it if it is yours`,
    ),
  ];
}

const FIRST_SIGNAL_STATUS = 129;
const SIGNALS: Readonly<Record<number, string>> = {
  130: 'SIGINT',
  132: 'SIGILL',
  134: 'SIGABRT',
  135: 'SIGBUS',
  136: 'SIGFPE',
  137: 'SIGKILL',
  139: 'SIGSEGV',
  141: 'SIGPIPE',
  143: 'SIGTERM',
};

/** "with status 1", "by SIGSEGV". */
export function exitText(status: number | null): string {
  if (status === null) return 'without a status';
  if (status < FIRST_SIGNAL_STATUS) return `with status ${status}`;
  return `by ${SIGNALS[status] ?? `signal ${status - FIRST_SIGNAL_STATUS + 1}`}`;
}

function kernelFindings(speech: LoaderSpeech, ops: string | null): readonly Finding[] {
  return runtimeFindings(recordsOf(speech), { ops });
}

const recordsOf = ({ log }: LoaderSpeech) =>
  log.map(parseDmesg).filter((record) => record !== null);

function endedEarly(name: string, speech: LoaderSpeech): Finding {
  return finding({
    code: 'load/loader-ended',
    severity: 'error',
    message: `${name} ended ${exitText(speech.exitStatus)} before the kernel ran a scheduler of it`,
    suggestion: 'Its own last lines say why, if it says so.',
    raw: speech.output.slice(-20),
  });
}

function crashed(name: string, { exitStatus, output }: LoaderSpeech): Finding {
  return finding({
    code: 'run/loader-crashed',
    severity: 'error',
    message: `${name} was ended ${exitText(exitStatus)}; its scheduler went with it`,
    raw: output.slice(-20),
  });
}

function logOf({ output, log }: LoaderSpeech): string {
  return [...output, ...log].map((line) => line + '\n').join('');
}
