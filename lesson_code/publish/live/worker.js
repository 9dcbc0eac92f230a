// Python, away from the page: Pyodide with the book's core, and console.py to run an example in it; a landscape is drawn
// by the core alone. PYTHON (where Pyodide lies, its files' sizes, the core's digests) is filled in by scripts.py.
import { lock } from "./locked.js";

const PAUSE = 50; // milliseconds between two messages of the progress
const MOST = 500_000; // letters that a run may print, whatever it does to console.py, which allows less

const home = new URL(PYTHON.home, import.meta.url).href;
const total = Object.values(PYTHON.sizes).reduce((sum, size) => sum + size);
const send = postMessage.bind(self); // no longer there when an example runs
const download = fetch.bind(self);
const instantiate = WebAssembly.instantiateStreaming.bind(WebAssembly);
let loaded = 0;
let told = 0;

// Pyodide does not always pass on that one of its files is missing: whoever notices tells the page, which ends this worker
const lose = (reason) => send({ type: "lost", reason: String(reason) });
addEventListener("error", (event) => lose(event.message));
addEventListener("unhandledrejection", (event) => lose(event.reason));

function count(bytes) {
  loaded += bytes;
  if (performance.now() - told < PAUSE && loaded < total) return;
  told = performance.now();
  send({ type: "loading", loaded, total });
}

self.fetch = async (address, options) => {
  try {
    const response = await download(address, options);
    if (!response.ok) throw new Error(`${response.status} ${response.url}`);
    if (!response.url.startsWith(home)) return response;
    const headers = new Headers(response.headers);
    if (response.url.endsWith(".wasm")) headers.set("Content-Type", "application/wasm"); // not every server knows
    const counter = new TransformStream({
      transform(chunk, controller) {
        count(chunk.length);
        controller.enqueue(chunk);
      },
    });
    return new Response(response.body.pipeThrough(counter), { headers });
  } catch (error) {
    lose(error);
    throw error;
  }
};

WebAssembly.instantiateStreaming = (...all) =>
  instantiate(...all).catch((error) => {
    lose(error);
    throw error;
  });

async function part([name, integrity]) {
  // not versioned: ask; and refuse what was cut on its way
  const response = await fetch(new URL(`../../${name}`, import.meta.url), { cache: "no-cache", integrity });
  return [name.replace("assets/live/", ""), await response.text()];
}

async function script(name) {
  const module = await import(home + name);
  count(PYTHON.sizes[name]);
  return module;
}

async function start() {
  script("pyodide.asm.mjs"); // loadPyodide will want it: so it is there sooner, and counted
  const parts = Promise.all(Object.entries(PYTHON.core).map(part));
  const { loadPyodide } = await script("pyodide.mjs");
  const python = await loadPyodide({ indexURL: home });
  const files = await parts;
  const place = () => {
    python.FS.mkdirTree("/book/lesson_code");
    for (const [name, text] of files) python.FS.writeFile(`/book/${name}`, text);
  };
  place();
  python.setInterruptBuffer(new Uint8Array(1)); // Python now and then looks into it: only there can WebKit end this worker
  python.pyimport("sys").path.insert(0, "/book");
  const { run, confine } = python.pyimport("console");
  const { drawn } = python.pyimport("lesson_code.landscape"); // before an example can change what it imports
  const modules = confine();
  const renew = () => (place(), modules());
  lock(python);
  send({ type: "ready" });
  return { run, drawn, renew };
}

const started = start();

addEventListener("message", async ({ data, isTrusted }) => {
  if (!isTrusted) return;
  const { run, drawn, renew } = await started;
  renew();
  if (data.landscape) return send({ type: "done", ...JSON.parse(drawn(JSON.stringify(data.landscape))) });
  let left = MOST;
  const write = (text) => typeof text === "string" && (left -= text.length + 1) > 0 && send({ type: "output", text });
  const failure = run(data.source, write, data.module);
  left = 0; // what an example left behind does not write into the next
  const [last, trace] = failure ? failure.toJs() : [];
  failure?.destroy();
  send({ type: "done", last, trace });
});
