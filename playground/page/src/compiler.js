// The compiler as the page knows it: questions and answers. It runs in a worker, which is started anew when the compiler
// fails or takes too long.

/** Longest time for an answer, in milliseconds. */
const LONGEST = 10_000;

/** There is no answer, and the worker was started anew. */
export class Failure extends Error {}

/** Only an address that is written here may become a worker. */
const policy = globalThis.trustedTypes?.createPolicy('samc', { createScriptURL: () => 'worker.js' });

/** How the module is compressed, the smallest first, and what that file ends with. */
const COMPRESSIONS = [
  ['brotli', '.br'],
  ['gzip', '.gz'],
];

/** What undoes a compression; nothing where the browser cannot do that. */
function decompression(format) {
  try {
    return new DecompressionStream(format);
  } catch {
    return undefined;
  }
}

/** What every module begins with. */
const START = [0, 0x61, 0x73, 0x6d];

/** Fetches the module. It comes compressed, whatever the server does. */
async function fetched() {
  const [format, ending] = COMPRESSIONS.find(([it]) => decompression(it));
  const response = await fetch(SAMC_MODULE + ending);
  if (!response.ok) {
    throw new Error(`${response.status} ${response.statusText}`);
  }
  let bytes = new Uint8Array(await response.arrayBuffer());
  // Some servers say that it is compressed, and then the browser has undone that.
  if (START.some((it, at) => bytes[at] !== it)) {
    const stream = new Blob([bytes]).stream().pipeThrough(decompression(format));
    bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  }
  return WebAssembly.compile(bytes);
}

export class Compiler {
  #module;
  #worker;
  #waiting = new Map();
  #last = 0;

  /** Gets the compiler ready. */
  static async started() {
    const compiler = new Compiler();
    compiler.#module = await fetched();
    compiler.#start();
    return compiler;
  }

  #start() {
    this.#worker = new Worker(policy ? policy.createScriptURL('') : 'worker.js');
    this.#worker.addEventListener('message', ({ data }) => this.#take(data));
    this.#worker.addEventListener('error', () => this.#restart('the worker cannot run'));
    this.#worker.postMessage({ module: this.#module });
  }

  /** What was open is not open any more; all who wait are told. */
  #restart(reason) {
    this.#worker.terminate();
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#start();
    for (const it of waiting) {
      clearTimeout(it.timer);
      it.reject(new Failure(reason));
    }
  }

  #take({ id, answer, failure, milliseconds }) {
    const waiting = this.#waiting.get(id);
    if (!waiting) {
      return;
    }
    if (failure !== undefined) {
      this.#restart(`samc failed here, which is a defect of samc: ${failure}`);
      return;
    }
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    const { ok, problem } = JSON.parse(answer);
    waiting.resolve({ ok, problem, milliseconds });
  }

  /** Asks something. Answers `{ ok }` or `{ problem }`, and throws a `Failure` when there is no answer. */
  ask(request) {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      const late = () => this.#restart(`samc took longer than ${LONGEST / 1000} seconds here, and was stopped`);
      this.#waiting.set(id, { resolve, reject, timer: setTimeout(late, LONGEST) });
      this.#worker.postMessage({ id, request });
    });
  }
}
