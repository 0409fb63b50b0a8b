import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { explainLog } from '../../extension/core/verifier/explain-log';
import { indexLog } from '../../extension/core/verifier/log/log-index';
import { explainLongLog } from '../../extension/workflows/verify/long-log';
import { verifyScheduler } from '../../extension/workflows/verify/verify';
import { CACHE, openLab, REPOSITORY, valueOf } from '../lab/lab-target';
import { median, type Measurement } from './measurement';

const SOURCE = join(REPOSITORY, 'test/fixtures/schedulers/too-complex.bpf.c');
const KERNEL = '6.18';
const LOG = join(CACHE, 'bench', `too-complex-${KERNEL}.log`);
const ROUNDS = 15;
/** The longest that the extension host may be kept from anything else. */
const LONGEST_STEP_MS = 50;

/**
 * What a scheduler that is too complex makes a kernel write: some 13 MB in 185,000 lines. Against
 * reading that file and finding its newlines, in time, and against its size, in memory.
 */
export async function verifierLog(): Promise<Measurement[]> {
  await makeLog();
  const bytes = statSync(LOG).size;
  const times = { lines: [] as number[], findings: [] as number[], index: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    times.lines.push(timed(() => countLines(read())));
    times.findings.push(timed(() => explainLog(read())));
    times.index.push(timed(() => lookAtEveryLine(read())));
  }
  const text = read();
  const lines = { reference: median(times.lines), referenceName: 'reading it, finding newlines' };
  const size = { reference: bytes / 1e6, referenceName: 'its size', unit: 'MB' } as const;
  return [
    { name: 'log: findings', unit: 'ms', value: median(times.findings), ...lines, allowed: 3 },
    { name: 'log: index', unit: 'ms', value: median(times.index), ...lines, allowed: 6 },
    { name: 'log: findings, heap', value: heap(() => explainLog(text)), ...size, allowed: 1.5 },
    { name: 'log: index, heap', value: heap(() => indexLog(text)), ...size, allowed: 3 },
    tenfold(text),
    await longestStep(text),
  ];
}

const read = () => readFileSync(LOG, 'utf8');

/** The log of a real kernel; kept, since it takes it half a minute to write. */
async function makeLog(): Promise<void> {
  if (existsSync(LOG)) return;
  const lab = await openLab(KERNEL);
  try {
    const object = await lab.compile(readFileSync(SOURCE, 'utf8'), 'too-complex');
    const { log } = valueOf(await verifyScheduler({ object, host: lab.host, facts: lab.facts }));
    mkdirSync(dirname(LOG), { recursive: true });
    writeFileSync(LOG, log);
  } finally {
    await lab.close();
  }
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** Builds the index and asks it all that it knows of every line. */
function lookAtEveryLine(text: string): number {
  const index = indexLog(text);
  let sum = 0;
  for (let line = 0; line < index.lineCount; line++) {
    sum += index.instruction(line) + index.source(line) + index.program(line);
    sum += index.kind(line).length;
  }
  return sum;
}

/** What is allocated beside the text, in MB: garbage counts too, since nothing is collected. */
function heap(work: () => unknown): number {
  if (!globalThis.gc) throw new Error('run it with --expose-gc');
  const used = () => {
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return (heapUsed + arrayBuffers) / 1e6;
  };
  globalThis.gc();
  const before = used();
  work();
  return used() - before;
}

/** Ten times the log, against ten times its time. */
function tenfold(text: string): Measurement {
  const large = text.repeat(10);
  countLines(large); // makes one string of its parts, as reading a file does
  const times = { one: [] as number[], ten: [] as number[] };
  for (let round = 0; round < 5; round++) {
    times.one.push(timed(() => explainLog(text)));
    times.ten.push(timed(() => explainLog(large)));
  }
  return {
    name: 'log: ten times as long',
    unit: 'ms',
    value: median(times.ten),
    reference: 10 * median(times.one),
    referenceName: 'ten times its time',
    allowed: 1.25,
  };
}

/** The longest time that others wait while the log is explained as the extension host does it. */
async function longestStep(text: string): Promise<Measurement> {
  const longest: number[] = [];
  for (let round = 0; round < ROUNDS; round++) longest.push(await longestWait(text));
  return {
    name: 'log: longest step',
    unit: 'ms',
    value: median(longest),
    reference: LONGEST_STEP_MS,
    referenceName: 'fixed',
    allowed: 1,
  };
}

async function longestWait(text: string): Promise<number> {
  let longest = 0;
  let last = performance.now();
  let isDone = false;
  const look = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!isDone) setImmediate(look);
  };
  setImmediate(look);
  await explainLongLog(text);
  look();
  isDone = true;
  return longest;
}
