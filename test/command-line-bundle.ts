/** The command line as one program, bundled from the sources as they are now. */
import { cp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const REPOSITORY = dirname(dirname(fileURLToPath(import.meta.url)));

/** Its absolute path: within the checkout, so that it finds the templates of this installation. */
export async function bundleCommandLine(): Promise<string> {
  const folder = join(REPOSITORY, `.cache/test/command-line-${process.pid}`);
  await build({
    entryPoints: [
      { in: join(REPOSITORY, 'extension/cli/main.ts'), out: 'cli' },
      { in: join(REPOSITORY, 'extension/hosts/ssh/askpass/main.ts'), out: 'askpass' },
    ],
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    loader: { '.sh': 'text' },
    logLevel: 'silent',
  });
  await cp(join(REPOSITORY, 'extension/hosts/ssh/askpass/askpass.sh'), join(folder, 'askpass.sh'));
  return join(folder, 'cli.js');
}
