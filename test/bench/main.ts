/** npm run bench: speed as ratios within one run. Exits 1 when one is more than the design allows. */
import { activation } from './activation';
import { extensionHost } from './extension-host';
import { kernelLog } from './kernel-log';
import { labBoot } from './lab-boot';
import { manyTargets } from './many-targets';
import { describeMeasurement, type Measurement } from './measurement';
import { openConnection } from './open-connection';
import { saveToVerdict } from './save-to-verdict';
import { status } from './status';
import { threeLabs } from './three-labs';
import { verifierLog } from './verifier-log';

const measurements: Measurement[] = [];
const ALL = {
  verifierLog,
  kernelLog,
  activation,
  labBoot,
  saveToVerdict,
  openConnection,
  threeLabs,
  manyTargets,
  status,
  extensionHost,
};
const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in ALL));
if (unknown.length > 0)
  throw new Error(`no measurement ${unknown.join(', ')}: ${Object.keys(ALL).join(' ')}`);
for (const [name, measure] of Object.entries(ALL)) {
  if (names.length > 0 && !names.includes(name)) continue;
  for (const one of [await measure()].flat()) {
    measurements.push(one);
    process.stdout.write(`${describeMeasurement(one)}\n`);
  }
}
// What could not be measured is no number, and not fast.
if (!measurements.every(({ value, reference, allowed }) => value / reference <= allowed)) {
  process.exitCode = 1;
}
