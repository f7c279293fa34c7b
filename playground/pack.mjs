// Writes the module as it is delivered: compressed here, since hosts differ in what they compress. As brotli it is a fifth
// smaller; browsers that cannot undo that get gzip. The same module makes the same files.
//
//   node playground/pack.mjs MODULE FOLDER [--fast]
//
// With --fast, they are made in a second, and are larger.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import zopfli from '@gfx/zopfli';

const [module, folder, fast] = process.argv.slice(2);
const bytes = readFileSync(module);
const name = join(folder, basename(module));
const brotli = {
  [constants.BROTLI_PARAM_QUALITY]: fast ? 4 : constants.BROTLI_MAX_QUALITY,
  [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
  [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
};
writeFileSync(`${name}.br`, brotliCompressSync(bytes, { params: brotli }));
// A thirtieth smaller than what zlib makes; more iterations do next to nothing.
writeFileSync(`${name}.gz`, fast ? gzipSync(bytes) : await zopfli.gzipAsync(bytes, { numiterations: 5 }));
