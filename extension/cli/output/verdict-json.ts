import type { Finding } from '../../core/findings/finding';
import type { ProgramVerdict, Verdict } from '../../core/verifier/verdict';

/**
 * What `verify --json` and `explain --json` print: these members and no others, so that scripts can
 * rely on them. What is unknown is null.
 */
export function verdictJson({ findings, programs }: Verdict) {
  return { findings: findings.map(findingJson), programs: programs.map(programJson) };
}

export function findingJson(finding: Finding): Finding {
  const { code, severity, message, file, line, column, program, related } = finding;
  const { explanation, suggestion, statement, raw } = finding;
  return {
    code,
    severity,
    message,
    file,
    line,
    column,
    program,
    related: related.map((place) => ({
      file: place.file,
      line: place.line,
      column: place.column,
      message: place.message,
    })),
    explanation,
    suggestion,
    statement,
    raw,
  };
}

function programJson(program: ProgramVerdict): ProgramVerdict {
  const { name, verdict, instructions, stackBytes, verificationMicros } = program;
  return { name, verdict, instructions, stackBytes, verificationMicros };
}
