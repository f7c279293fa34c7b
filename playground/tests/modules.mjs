// Modules in the place of samc's, with the same exports, for what samc itself is not to do.
import { execFileSync } from 'node:child_process';

/** A module as the page fetches it. */
export const compressed = (module) =>
  execFileSync('python3', ['-c', 'import lzma, sys; sys.stdout.buffer.write(lzma.compress(sys.stdin.buffer.read()))'], { input: module });

const text = (it) => [it.length, ...Buffer.from(it)];
const section = (id, bytes) => [id, ...number(bytes.length), ...bytes];
const number = (it) => (it < 128 ? [it] : [(it & 127) | 128, it >> 7]);

/** A module whose `answer` does this: instructions that leave a number. */
function module(answer) {
  const functions = ['request', 'answer', 'answer_length', 'failure', 'failure_length'];
  const bodies = [[0x41, 0x80, 0x08], answer, [0x41, 0], [0x41, 0], [0x41, 0]];
  const exported = [
    [...text('memory'), 2, 0],
    ...functions.map((name, at) => [...text(name), 0, at]),
  ];
  const code = bodies.map((it) => [...number(it.length + 2), 0, ...it, 0x0b]);
  return Buffer.from([
    0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, [2, 0x60, 1, 0x7f, 1, 0x7f, 0x60, 0, 1, 0x7f]),
    ...section(3, [5, 0, 1, 1, 1, 1]),
    // 64 pages of 64 KiB.
    ...section(5, [1, 0, 64]),
    ...section(7, [exported.length, ...exported.flat()]),
    ...section(10, [code.length, ...code.flat()]),
  ]);
}

/** A module that traps. */
export const failing = () => module([0x00]);

/** A module that never ends. */
export const hanging = () => module([0x03, 0x40, 0x0c, 0, 0x0b, 0x00]);
