import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { REPOSITORY } from '../setup/repository.mjs';

/** Modules look for files beside their own address: it stays that of their source. */
const OWN_ADDRESSES = {
  name: 'own-addresses',
  setup(build) {
    const own = /[\\/](test[\\/].*\.ts|scripts[\\/].*\.mjs)$/;
    build.onLoad({ filter: own }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const address = JSON.stringify(pathToFileURL(path).href);
      return { contents: text.replaceAll('import.meta.url', address), loader: 'ts' };
    });
  },
};

/** Bundles a TypeScript program of the tests into .cache/NAME/main.mjs. Gives the absolute path. */
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
    plugins: [OWN_ADDRESSES],
    external: ['playwright-core'], // reads files of its package
    // execa's dependencies are CommonJS and ask for require.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  return outfile;
}
