// Bundles the extension, the language server, the command line and the webviews into dist/.
//   node scripts/build.mjs [--watch]
import { bundleAll } from './build/bundle.mjs';
import { OUTPUT_DIR } from './build/bundles.mjs';
import { compareSizes } from './build/sizes.mjs';

const watch = process.argv.includes('--watch');

console.log(`Bundling into ${OUTPUT_DIR}/`);
const { bundles, failed } = await bundleAll(watch ? 'watch' : 'development');
if (watch) {
  console.log('Watching: every change is bundled again. Ctrl-C ends this.');
} else {
  const { lines, problems } = compareSizes(bundles);
  console.log(lines.join('\n'));
  for (const problem of problems) console.error(problem);
  if (failed || problems.length > 0) process.exitCode = 1;
}
