/** The command line as one program, bundled from the sources as they are now. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const REPOSITORY = dirname(dirname(fileURLToPath(import.meta.url)));

/** Its absolute path: within the checkout, so that it finds the templates of this installation. */
export async function bundleCommandLine(): Promise<string> {
  const program = join(REPOSITORY, `.cache/test/command-line-${process.pid}/cli.js`);
  await build({
    entryPoints: [join(REPOSITORY, 'extension/cli/main.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    loader: { '.sh': 'text' },
    logLevel: 'silent',
  });
  return program;
}
