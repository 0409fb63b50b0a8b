import { join } from 'node:path';
import { REPOSITORY } from '../setup/repository.mjs';

/**
 * Bundles a TypeScript program of the tests into .cache/NAME/main.mjs, two folders deep as its source
 * is, so that what it looks for beside its own address is found. Gives the absolute path.
 */
export async function bundleProgram(entryPoint, name) {
  const { build } = await import('esbuild');
  const outfile = join(REPOSITORY, `.cache/${name}/main.mjs`);
  await build({
    absWorkingDir: REPOSITORY,
    entryPoints: [entryPoint],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    loader: { '.sh': 'text' },
    // execa's dependencies are CommonJS and ask for require.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  return outfile;
}
