// Bundles the extension, the language server, the command line and the webviews into dist/.
//   node scripts/build.mjs [--production | --watch]
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { context } from 'esbuild';
import { BUNDLES, CODICONS, OUTPUT_DIR } from './build/bundles.mjs';
import { compareSizes } from './build/sizes.mjs';
import { REPOSITORY } from './setup/repository.mjs';

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');

const COMMON = {
  absWorkingDir: REPOSITORY,
  bundle: true,
  outdir: OUTPUT_DIR,
  outbase: REPOSITORY,
  loader: { '.sh': 'text', '.ttf': 'file' },
  assetNames: 'webviews/[name]',
  minify: !watch,
  legalComments: 'none', // package.mjs collects all of them in one file
  sourcemap: !production,
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
};

/** The command line is a program: its banner names node, and this sets the mode that shells look for. */
const EXECUTABLE = {
  name: 'executable',
  setup: (build) =>
    build.onEnd(({ errors }) =>
      errors.length === 0 ? chmod(join(REPOSITORY, OUTPUT_DIR, 'cli.js'), 0o755) : undefined,
    ),
};

async function copyCodicons() {
  const folder = join(REPOSITORY, OUTPUT_DIR, 'webviews');
  await mkdir(folder, { recursive: true });
  for (const file of CODICONS) {
    await cp(join(REPOSITORY, 'node_modules/@vscode/codicons/dist', file), join(folder, file));
  }
}

await rm(join(REPOSITORY, OUTPUT_DIR), { recursive: true, force: true });
const bundles = BUNDLES.filter(({ entry }) => existsSync(join(REPOSITORY, entry)));
const contexts = await Promise.all(
  bundles.map(({ entry, name, program, options }) =>
    context({
      ...COMMON,
      ...options,
      entryPoints: [{ in: entry, out: name }],
      plugins: program ? [EXECUTABLE] : [],
    }),
  ),
);
await copyCodicons();

// esbuild prints what is wrong with a bundle; the others are still worth having.
console.log(`Bundling into ${OUTPUT_DIR}/`);
const results = await Promise.allSettled(contexts.map((bundle) => bundle.rebuild()));
if (watch) {
  await Promise.all(contexts.map((bundle) => bundle.watch()));
  console.log('Watching: every change is bundled again. Ctrl-C ends this.');
} else {
  await Promise.all(contexts.map((bundle) => bundle.dispose()));
  const { lines, problems } = compareSizes(
    bundles
      .map((bundle, index) => ({ ...bundle, metafile: results[index].value?.metafile }))
      .filter(({ metafile }) => metafile),
  );
  console.log(lines.join('\n'));
  for (const problem of problems) console.error(problem);
  const failed = results.some(({ status }) => status === 'rejected');
  if (failed || problems.length > 0) process.exitCode = 1;
}
