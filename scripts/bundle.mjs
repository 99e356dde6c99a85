// @ts-check
// dist/cli: the command as one small entry and a chunk for each thing that only some commands need.
import { rm } from 'node:fs/promises';
import { rolldown } from 'rolldown';

/** Help texts are plain ASCII: yargs needs no table of display widths (a third of its start-up time). */
const plainStringWidth = {
  name: 'plain-string-width',
  /** @param {string} id @param {string | undefined} importer */
  resolveId: (id, importer) =>
    id === 'string-width' && importer?.includes('node_modules') ? '\0plain-string-width' : null,
  /** @param {string} id */
  load: (id) =>
    id === '\0plain-string-width'
      ? 'export default (text) => text.replace(/\\u001b\\[[0-9;]*m/g, "").length;'
      : null,
};

export async function bundleCommand() {
  await rm('dist/cli', { recursive: true });
  const bundle = await rolldown({
    input: { main: 'src/cli/main.ts' },
    platform: 'node',
    plugins: [plainStringWidth],
    treeshake: true,
  });
  await bundle.write({
    dir: 'dist/cli',
    format: 'esm',
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    chunkFileNames: '[name].js',
  });
  await bundle.close();
}
