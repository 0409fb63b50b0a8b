import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** As esbuild does in bundles: `import text from './x.sh'` gives the file's text. */
const shellText: Plugin = {
  name: 'shell-text',
  enforce: 'pre',
  load(id) {
    if (!id.endsWith('.sh')) return null;
    return `export default ${JSON.stringify(readFileSync(id, 'utf8'))};`;
  },
};

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/** Run for minutes each: begun last, one would keep a single processor busy while others have none. */
const LONGEST = [
  'lab/templates/under-load',
  'lab/faults/connection-cut',
  'lab/faults/client',
  'lab/loader/loader',
  'lab/replace',
  'lab/page-examples',
  'lab/loop',
  'lab/template-fifo',
  'lab/cli-faults',
  'lab/fixes',
  'lab/exit-report',
  'lab/target-build/clang-in-lab',
  'lab/faults/target',
  'lab/doctor',
  'lab/sudo',
  'lab/loader/rust-loader',
  'lab/cli-loop',
  'vscode/user/exit-report',
  'vscode/user/goes-on',
  'vscode/user/lease',
].map((name) => `/test/${name}.test.ts`);

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = LONGEST.findIndex((name) => moduleId.endsWith(name));
      return place < 0 ? LONGEST.length : place;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        plugins: [shellText],
        test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 15 * SECOND_MS },
      },
      {
        test: {
          name: 'webview',
          include: ['test/webview/**/*.test.ts'],
          testTimeout: 20 * SECOND_MS,
          hookTimeout: 30 * SECOND_MS,
        },
      },
      {
        plugins: [shellText],
        test: {
          name: 'lab',
          include: ['test/lab/**/*.test.ts'],
          // Tests wait about as long as they work: leases run out, connections are given up.
          maxWorkers: 3,
          testTimeout: 3 * MINUTE_MS,
          hookTimeout: 5 * MINUTE_MS,
        },
      },
      {
        plugins: [shellText],
        test: {
          name: 'vscode',
          include: ['test/vscode/**/*.test.ts'],
          fileParallelism: false, // one VS Code, one browser and one lab at a time
          testTimeout: 3 * MINUTE_MS,
          hookTimeout: 5 * MINUTE_MS,
        },
      },
    ],
  },
});
