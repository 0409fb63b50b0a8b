/**
 * npm run capture -- [--kernel KERNEL]… [NAME…]: writes what lab kernels say of test/fixtures/schedulers
 * to test/fixtures/verifier (whole trace) and test/fixtures/verifier-brief. Exits 1 when one scheduler
 * could not be compiled or asked about.
 */
import { parseArgs } from 'node:util';
import { captureOn } from './capture-on';
import { allDetails, KERNELS, missingLogs } from './log-files';

const { values, positionals } = parseArgs({
  options: { kernel: { type: 'string', multiple: true, default: KERNELS } },
  allowPositionals: true,
});
for (const kernel of values.kernel) {
  const wanted = positionals.length > 0 ? positionals.map(allDetails) : missingLogs(kernel);
  if (wanted.length === 0) continue;
  process.stdout.write(`${kernel}: ${wanted.length} schedulers\n`);
  if (!(await captureOn(kernel, wanted))) process.exitCode = 1;
}
