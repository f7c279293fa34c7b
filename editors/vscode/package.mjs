// Writes the extension as a .vsix:
//
//   npm run package                                              # without samc, for every platform
//   npm run package -- --binary ../../target/dist/samc           # with samc, for this platform
//   npm run package -- --binary samc.exe --target win32-x64      # with samc, for another one
//
// Platforms are those of `vsce package --target`: linux-x64, linux-arm64, alpine-x64, darwin-arm64, win32-x64, …
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** Somebody downloads it for each version. */
const LARGEST = 10 * 1024 * 1024;

const folder = dirname(fileURLToPath(import.meta.url));
const bin = join(folder, 'bin');
const { values } = parseArgs({
  options: { binary: { type: 'string' }, target: { type: 'string' }, out: { type: 'string' } },
});

function fail(text) {
  console.error(`error: ${text}`);
  process.exit(1);
}

if (values.target && !values.binary) {
  fail('--target is the platform of a program: name that with --binary');
}
const target = values.binary && (values.target ?? `${process.platform}-${process.arch}`);
const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const out = values.out ?? `samc-${target ? `${target}-` : ''}${version}.vsix`;

rmSync(bin, { recursive: true, force: true });
if (values.binary) {
  if (!existsSync(values.binary)) {
    fail(`there is no ${values.binary}`);
  }
  const program = join(bin, target.startsWith('win32') ? 'samc.exe' : 'samc');
  mkdirSync(bin);
  copyFileSync(values.binary, program);
  chmodSync(program, 0o755);
}
const vsce = join(folder, 'node_modules', '@vscode', 'vsce', 'vsce');
const options = ['package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', out];
const done = spawnSync(process.execPath, [vsce, ...options, ...(target ? ['--target', target] : [])], {
  cwd: folder,
  stdio: 'inherit',
});
rmSync(bin, { recursive: true, force: true });
if (done.status !== 0) {
  fail('vsce could not write the extension');
}
const { size } = statSync(join(folder, out));
if (size > LARGEST) {
  rmSync(join(folder, out));
  fail(`${out} has ${size} bytes, more than ${LARGEST}: build samc with the profile \`dist\``);
}
console.log(`${out}: ${(size / 1024 / 1024).toFixed(1)} MB`);
