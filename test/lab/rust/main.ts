/** The program of scripts/setup/rust.mjs. */
import { createTools } from '../../../extension/hosts';
import { ensureRustPackages } from './packages';

const log = () => undefined;
const onProgress = (line: string) => {
  process.stdout.write(`• ${line}\n`);
};
const outcome = await ensureRustPackages(createTools(log), { onProgress });
if (outcome.kind === 'problem') {
  const { message, nextStep, detail } = outcome.problem;
  process.stderr.write([message, nextStep, detail, ''].join('\n'));
}
if (outcome.kind !== 'ok') process.exitCode = 1;
