// The module says what the program says: the same document, byte by byte, and the same findings, for each template.
//
// Needs Node.js 20, the page (`python3 playground/build.py`), and samc itself:
//
//   SAMC=target/debug/samc node playground/tests/same.mjs [FOLDER …]
//
// Templates are looked for in examples/ and tests/, or in the folders that are named. PAGE is the folder of the page
// (playground/dist). Exits with 1 if something differs.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, extname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import xz from 'xz-decompress';

const folder = dirname(fileURLToPath(import.meta.url));
const repository = join(folder, '..', '..');
const samc = resolve(process.env.SAMC ?? join(repository, 'target', 'debug', 'samc'));
const page = resolve(process.env.PAGE ?? join(folder, '..', 'dist'));
const { body } = new Response(readFileSync(join(page, 'samc.wasm.xz')));
const module = await WebAssembly.compile(await new Response(new xz.XzReadableStream(body)).arrayBuffer());
const named = process.argv.slice(2);
const roots = named.length ? named : [join(repository, 'examples'), join(repository, 'tests')];
// The page reads no files: so the program is to find none.
const nowhere = mkdtempSync(join(tmpdir(), 'samc-same-'));

let { exports } = new WebAssembly.Instance(module, {});

function ask(request) {
  const bytes = Buffer.from(JSON.stringify(request));
  const memory = (start, length) => Buffer.from(exports.memory.buffer, start, length);
  memory(exports.request(bytes.length), bytes.length).set(bytes);
  const start = exports.answer();
  const { ok, problem } = JSON.parse(memory(start, exports.answer_length()).toString());
  if (problem) {
    throw new Error(problem);
  }
  return ok;
}

function program(subcommand, text, ...options) {
  const { stdout, error } = spawnSync(samc, [subcommand, ...options], { input: text, cwd: nowhere, maxBuffer: 1 << 28 });
  // It may end before it has read all.
  if (error && error.code !== 'EPIPE') {
    throw error;
  }
  return stdout.toString();
}

/** What the module says otherwise about a template; an empty text where there is nothing. */
function difference(text, expanded, found) {
  try {
    const { expansion } = ask({ method: 'open', name: '<stdin>', text, seconds: Math.floor(Date.now() / 1000) });
    const report = ask({ method: 'report' });
    if (report !== found) {
      return `the findings differ${process.env.VERBOSE ? `\nmodule:  ${report}program: ${found}` : ''}`;
    }
    return (expansion?.text ?? '') === expanded ? '' : 'the document differs';
  } catch (error) {
    ({ exports } = new WebAssembly.Instance(module, {}));
    return String(error);
  }
}

/** All templates in a folder. */
function* templates(root) {
  for (const name of readdirSync(root).sort()) {
    const path = join(root, name);
    if (statSync(path).isDirectory()) {
      if (name !== 'node_modules' && !name.startsWith('.')) {
        yield* templates(path);
      }
    } else if (['.yaml', '.yml', '.json', '.template'].includes(extname(name))) {
      yield path;
    }
  }
}

const counts = { templates: 0, expanded: 0, findings: 0, differ: 0 };
for (const root of roots) {
  for (const path of templates(resolve(root))) {
    const bytes = readFileSync(path);
    const text = bytes.toString();
    // What is no text is not for an editor, and what is no template is not looked at by the program.
    if (!Buffer.from(text).equals(bytes) || text.startsWith('\ufeff') || !/Resources|Transform/.test(text)) {
      continue;
    }
    counts.templates++;
    const found = program('check', text, '--format', 'json', '-');
    counts.findings += found.split('\n').length - 1;
    let differs;
    // The time may be part of the document, and goes on.
    for (let tries = 0; tries < 3 && differs !== ''; tries++) {
      const expanded = program('expand', text, '-');
      counts.expanded += expanded && tries === 0 ? 1 : 0;
      differs = difference(text, expanded, found);
    }
    if (differs) {
      counts.differ++;
      console.log(`${relative(repository, path)}: ${differs}`);
    }
  }
}
console.log(JSON.stringify(counts));
process.exit(counts.differ > 0 ? 1 : 0);
