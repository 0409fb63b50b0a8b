import { OUTPUT_DIR } from './bundles.mjs';

const LARGEST_INPUTS_SHOWN = 5;
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(0)} KB`;

/** The inputs that weigh most, to see at once what a bundle grew by. */
function largestInputs(output) {
  return Object.entries(output.inputs)
    .sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput)
    .slice(0, LARGEST_INPUTS_SHOWN)
    .map(([path, { bytesInOutput }]) => `    ${kilobytes(bytesInOutput)}  ${path}`);
}

/**
 * Compares bundles with their ceilings. `bundles`: those of bundles.mjs, each with esbuild's metafile.
 * Gives a line for each bundle, and a message for each one that is too big.
 */
export function compareSizes(bundles) {
  const lines = [];
  const problems = [];
  for (const { name, ceiling, metafile } of bundles) {
    const file = `${OUTPUT_DIR}/${name}.js`;
    const output = metafile.outputs[file];
    lines.push(`${file}  ${kilobytes(output.bytes)} of at most ${kilobytes(ceiling)}`);
    if (output.bytes <= ceiling) continue;
    problems.push(
      `bundle-too-big: ${file} has ${output.bytes} bytes, ${output.bytes - ceiling} more than its ceiling of ${ceiling} (scripts/build/bundles.mjs). Largest inputs:`,
      ...largestInputs(output),
    );
  }
  return { lines, problems };
}
