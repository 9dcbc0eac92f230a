// The one Python of the page, which runs what it is asked in turn: a worker, started by the first run and again after one
// was ended. A run has a message for the worker, and functions that hear how it goes.

export const UNLOADED = "파이썬을 불러오지 못했습니다.";
export const ENDED = "파이썬이 도중에 꺼졌습니다. 다시 시도하면 새로 켭니다.";
/** Return why Python cannot run here whatever the connection, or "". */
export const off = () => "WebAssembly" in globalThis
  ? ""
  : "이 브라우저에서는 WebAssembly가 꺼져 있어 파이썬을 켤 수 없습니다. 설정에서 켜고 페이지를 새로 여세요.";
export const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

/** Return what is said while Python comes, and how much of it is there. */
export function progress(loaded, total) {
  if (loaded >= total) return ["파이썬을 켜는 중"];
  const percent = Math.floor((100 * loaded) / total);
  return ["파이썬을 불러오는 중", `${percent}% (${megabytes(total)} 중 ${megabytes(loaded)})`];
}

let worker = null;
let ready = false;
const runs = []; // the first is being run, the others wait

function start() {
  const started = new Worker(new URL(WORKER, import.meta.url), { type: "module" });
  const hear = (data) => started === worker && heard[data.type](data); // one that was ended may still have spoken
  started.addEventListener("message", ({ data }) => hear(data));
  started.addEventListener("error", ({ message }) => hear({ type: "lost", reason: message }));
  worker = started;
}

function end() {
  worker?.terminate();
  worker = null;
  ready = false;
}

const heard = {
  loading: ({ loaded, total }) => runs.forEach((run) => run.loading(loaded, total)),
  ready() {
    ready = true;
    next();
  },
  output: ({ text }) => runs[0]?.output(text),
  done(data) {
    const run = runs.shift();
    if (data.last?.startsWith("MemoryError")) end(); // its memory never shrinks
    next(); // before the run hears, who may ask again at once
    run?.done(data);
  },
  lost({ reason }) {
    console.error("Python was lost:", reason);
    lose();
  },
};

function lose() {
  const loading = !ready;
  end();
  for (const run of runs.splice(0)) run.lost(loading);
}

addEventListener("pagehide", lose); // WebKit would let an endless loop go on behind the next page

/** Start the first of the waiting runs, if there is one and Python is there. */
function next() {
  if (!runs.length) return;
  if (!worker) start();
  if (!ready) return;
  runs[0].begin();
  worker.postMessage(runs[0].message);
}

export function queue(run) {
  runs.push(run);
  if (runs.length === 1) next();
  else if (ready) run.wait();
}

/** Take a run out of the queue; the one that Python is busy with can only be ended together with it. */
export function cancel(run) {
  const place = runs.indexOf(run);
  runs.splice(place, 1);
  if (place > 0) return;
  end();
  next();
}
