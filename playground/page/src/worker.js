// Runs the compiler beside the page, so that typing never waits for it. Gets the module once, then requests.
const encoder = new TextEncoder();
const decoder = new TextDecoder();
let exports;

/** The bytes of the module's memory from an address on. */
const memory = (start, length) => new Uint8Array(exports.memory.buffer, start, length);

function ask(request) {
  const bytes = encoder.encode(JSON.stringify(request));
  memory(exports.request(bytes.length), bytes.length).set(bytes);
  const start = exports.answer();
  return decoder.decode(memory(start, exports.answer_length()));
}

/** What a panic says; the error itself where there was none. */
function reason(error) {
  try {
    const length = exports.failure_length();
    return length > 0 ? decoder.decode(memory(exports.failure(), length)) : String(error);
  } catch {
    return String(error);
  }
}

addEventListener('message', ({ data }) => {
  if (data.module) {
    exports = new WebAssembly.Instance(data.module, {}).exports;
    return;
  }
  try {
    const start = performance.now();
    const answer = ask(data.request);
    postMessage({ id: data.id, answer, milliseconds: performance.now() - start });
  } catch (error) {
    postMessage({ id: data.id, failure: reason(error) });
  }
});
