// The compiler as the page knows it: questions and answers. It runs in a worker, which is started anew when the compiler
// fails or takes too long.

/** Longest time for an answer, in milliseconds. */
const LONGEST = 10_000;

/** There is no answer, and the worker was started anew. */
export class Failure extends Error {}

/** Only an address that is written here may become a worker. */
const policy = globalThis.trustedTypes?.createPolicy('samc', { createScriptURL: () => 'worker.js' });

export class Compiler {
  #module;
  #worker;
  #waiting = new Map();
  #last = 0;

  /** Gets the compiler ready. */
  static async started() {
    const compiler = new Compiler();
    await compiler.#load();
    return compiler;
  }

  /** Lets the first worker fetch the module, which later ones get from it. */
  #load() {
    const worker = new Worker(policy ? policy.createScriptURL('') : 'worker.js');
    return new Promise((resolve, reject) => {
      const loaded = ({ data }) => {
        this.#module = data.module;
        if (this.#module) {
          this.#use(worker);
          resolve();
        } else {
          reject(new Error(data.unloaded));
        }
      };
      worker.addEventListener('message', loaded, { once: true });
      worker.addEventListener('error', () => reject(new Error('the worker cannot run')), { once: true });
      worker.postMessage({ address: SAMC_MODULE });
    });
  }

  #start() {
    const worker = new Worker(policy ? policy.createScriptURL('') : 'worker.js');
    worker.postMessage({ module: this.#module });
    this.#use(worker);
  }

  #use(worker) {
    this.#worker = worker;
    worker.addEventListener('message', ({ data }) => this.#take(data));
    worker.addEventListener('error', () => this.#restart('the worker cannot run'));
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
