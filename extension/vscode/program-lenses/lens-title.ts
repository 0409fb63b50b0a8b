import type { ProgramVerdict } from '../../core/verifier/verdict';

/** `✓ 143 instructions · 24 B stack · 210 µs on 6.18.15`; what the kernel did not say is left out. */
export function lensTitle(program: ProgramVerdict, kernel: string, isCurrent: boolean): string {
  const measures = [headOf(program), ...measuresOf(program)].join(' · ');
  const title = program.verdict === 'unchecked' ? measures : `${measures} on ${kernel}`;
  return isCurrent ? title : `$(history) before your changes: ${title}`;
}

function headOf({ verdict, instructions }: ProgramVerdict): string {
  const counted =
    instructions === null
      ? ''
      : ` ${instructions.toLocaleString('en')} instruction${instructions === 1 ? '' : 's'}`;
  switch (verdict) {
    case 'passed':
      return counted === '' ? '✓ passed' : `✓${counted}`;
    case 'failed':
      return counted === '' ? '✗ failed' : `✗ failed after${counted}`;
    case 'unchecked':
      return '○ not checked: another program failed first';
  }
}

function measuresOf({ stackBytes, verificationMicros }: ProgramVerdict): readonly string[] {
  return [
    ...(stackBytes === null ? [] : [`${stackBytes.toLocaleString('en')} B stack`]),
    ...(verificationMicros === null ? [] : [timeText(verificationMicros)]),
  ];
}

function timeText(micros: number): string {
  if (micros < 1000) return `${micros} µs`;
  return micros < 1e6 ? `${(micros / 1000).toFixed(1)} ms` : `${(micros / 1e6).toFixed(1)} s`;
}
