// Runs the compiler beside the page, so that typing never waits for it. Gets the module, or where it is, once; then requests.
import { XzReadableStream } from 'xz-decompress';

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

/** Fetches the module and makes it ready to run. It is compressed as no server or browser would do it. */
async function fetched(address) {
  const response = await fetch(address);
  if (!response.ok) {
    throw new Error(`${response.status} ${response.statusText}`);
  }
  const headers = { 'content-type': 'application/wasm' };
  return WebAssembly.compileStreaming(new Response(new XzReadableStream(response.body), { headers }));
}

function run(module) {
  exports = new WebAssembly.Instance(module, {}).exports;
}

addEventListener('message', async ({ data }) => {
  if (data.module) {
    run(data.module);
    return;
  }
  if (data.address) {
    try {
      const module = await fetched(data.address);
      run(module);
      postMessage({ module });
    } catch (error) {
      postMessage({ unloaded: error.message });
    }
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
