import { cp, mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { context } from 'esbuild';
import { REPOSITORY } from '../setup/repository.mjs';
import { ASKPASS_SHIM, BUNDLES, CODICONS, OUTPUT_DIR } from './bundles.mjs';

const optionsOf = (mode) => ({
  absWorkingDir: REPOSITORY,
  bundle: true,
  outdir: OUTPUT_DIR,
  loader: { '.sh': 'text' },
  minify: mode !== 'watch',
  legalComments: 'none', // package.mjs collects the licences in a file of their own
  sourcemap: mode !== 'production',
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
});

async function copyCodicons() {
  const folder = join(REPOSITORY, OUTPUT_DIR, 'webviews');
  await mkdir(folder, { recursive: true });
  for (const file of CODICONS) {
    await cp(join(REPOSITORY, 'node_modules/@vscode/codicons/dist', file), join(folder, file));
  }
}

/**
 * Makes dist/ anew; `mode`: development (minified, with maps), production (no maps), watch (readable,
 * made again at every change until this process ends). Gives the bundles that succeeded, each with
 * esbuild's metafile, and whether any failed: esbuild has printed why.
 */
export async function bundleAll(mode) {
  await rm(join(REPOSITORY, OUTPUT_DIR), { recursive: true, force: true });
  await copyCodicons();
  await cp(join(REPOSITORY, ASKPASS_SHIM), join(REPOSITORY, OUTPUT_DIR, basename(ASKPASS_SHIM)));
  const contexts = await Promise.all(
    BUNDLES.map(({ entry, name, options }) =>
      context({ ...optionsOf(mode), ...options, entryPoints: [{ in: entry, out: name }] }),
    ),
  );
  const results = await Promise.allSettled(contexts.map((bundle) => bundle.rebuild()));
  await Promise.all(
    contexts.map((bundle) => (mode === 'watch' ? bundle.watch() : bundle.dispose())),
  );
  const bundles = BUNDLES.map((bundle, index) => ({
    ...bundle,
    metafile: results[index].value?.metafile,
  }));
  return {
    bundles: bundles.filter(({ metafile }) => metafile),
    failed: results.some(({ status }) => status === 'rejected'),
  };
}
