import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const fixtures = fileURLToPath(new URL('../../../fixtures/', import.meta.url));

/** The kernels whose logs are there, oldest first. */
export const KERNELS = readdirSync(`${fixtures}verifier`).sort(
  (a, b) => Number(a.split('.')[0]) - Number(b.split('.')[0]) || a.localeCompare(b),
);

/** What `bpftool -d prog loadall` said of a scheduler of test/fixtures/schedulers. */
export function capturedLog(kernel: string, scheduler: string): string {
  return readFileSync(`${fixtures}verifier/${kernel}/${scheduler}.log`, 'utf8');
}

/** The same without -d: log level 1, only of what fails. */
export function briefLog(kernel: string, scheduler: string): string {
  return readFileSync(`${fixtures}verifier-brief/${kernel}/${scheduler}.log`, 'utf8');
}

export function capturedLogs(): string[] {
  return KERNELS.flatMap((kernel) =>
    readdirSync(`${fixtures}verifier/${kernel}`).map((file) =>
      readFileSync(`${fixtures}verifier/${kernel}/${file}`, 'utf8'),
    ),
  );
}

/** The source of a scheduler of test/fixtures/schedulers. */
export function schedulerText(scheduler: string): string {
  return readFileSync(`${fixtures}schedulers/${scheduler}.bpf.c`, 'utf8');
}

/** The 1-based lines of the scheduler's source that carry a mark such as `here`. */
export function markedLines(scheduler: string, mark: string): number[] {
  const lines = schedulerText(scheduler).split('\n');
  return lines.flatMap((line, index) => (line.includes(`/* ${mark} */`) ? [index + 1] : []));
}

/** The first of them; null for none. */
export function markedLine(scheduler: string, mark: string): number | null {
  return markedLines(scheduler, mark)[0] ?? null;
}
