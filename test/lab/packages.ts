/** The program of scripts/setup/unpacked.mjs: Debian packages that lab tests unpack and don't install. */
import { createTools } from '../../extension/hosts';
import { ensureClangs } from './clang/packages';
import { ensureRustPackages } from './rust/packages';

const tools = createTools(() => undefined);
const onProgress = (line: string) => {
  process.stdout.write(`• ${line}\n`);
};
for (const ensure of [ensureRustPackages, ensureClangs]) {
  const outcome = await ensure(tools, { onProgress });
  if (outcome.kind === 'problem') {
    const { message, nextStep, detail } = outcome.problem;
    process.stderr.write([message, nextStep, detail, ''].join('\n'));
  }
  if (outcome.kind !== 'ok') process.exitCode = 1;
}
