/** npm run bench: speed as ratios within one run. Exits 1 when one is more than the design allows. */
import { activation } from './activation';
import { labBoot } from './lab-boot';
import { describeMeasurement, type Measurement } from './measurement';
import { saveToVerdict } from './save-to-verdict';
import { verifierLog } from './verifier-log';

const measurements: Measurement[] = [];
for (const measure of [verifierLog, activation, labBoot, saveToVerdict]) {
  for (const one of [await measure()].flat()) {
    measurements.push(one);
    process.stdout.write(`${describeMeasurement(one)}\n`);
  }
}
if (measurements.some(({ value, reference, allowed }) => value / reference > allowed)) {
  process.exitCode = 1;
}
