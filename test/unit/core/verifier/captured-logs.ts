import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

/** The 1-based line of the scheduler's source that carries a mark such as `here`; null for none. */
export function markedLine(scheduler: string, mark: string): number | null {
  const path = `${fixtures}schedulers/${scheduler}.bpf.c`;
  if (!existsSync(path)) throw new Error(`there is no ${path}`);
  const lines = readFileSync(path, 'utf8').split('\n');
  const index = lines.findIndex((line) => line.includes(`/* ${mark} */`));
  return index < 0 ? null : index + 1;
}
