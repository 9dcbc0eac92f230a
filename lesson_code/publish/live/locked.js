// What a reader's example may reach in its worker: the language and what Python itself needs. Everything else that the
// browser offers is taken away once Python is loaded, by name of what stays, so that nothing new slips in.
const KEPT = new Set(
  (
    "constructor self globalThis undefined NaN Infinity isNaN isFinite parseFloat parseInt escape unescape " +
    "decodeURI decodeURIComponent encodeURI encodeURIComponent Object Array String Number Boolean Symbol BigInt Math JSON " +
    "Date RegExp Map Set WeakMap WeakSet WeakRef FinalizationRegistry Promise Proxy Reflect Iterator Intl Atomics " +
    "Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError SuppressedError " +
    "ArrayBuffer SharedArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array " +
    "Uint32Array BigInt64Array BigUint64Array Float16Array Float32Array Float64Array DisposableStack AsyncDisposableStack " +
    "WebAssembly console crypto performance TextEncoder TextDecoder DOMException MessageChannel queueMicrotask " +
    "setTimeout clearTimeout setInterval clearInterval"
  ).split(" "),
);

function refuse() {
  throw new TypeError("code out of a text is not run here");
}

/** Take from the worker, in which Pyodide is loaded, what reaches beyond it or runs a text as code. */
export function lock(pyodide) {
  delete pyodide._api.tests?.Function; // it keeps one for its own tests
  for (const made of [function () {}, function* () {}, async function () {}, async function* () {}]) {
    Object.defineProperty(Object.getPrototypeOf(made), "constructor", { value: refuse });
  }
  refuse.prototype = Function.prototype; // what asks whether something is a Function still learns it
  for (const name of ["setTimeout", "setInterval"]) {
    const later = self[name];
    const only = (task, ...rest) => (typeof task === "function" ? later(task, ...rest) : refuse());
    Object.defineProperty(self, name, { value: only });
  }
  const events = EventTarget.prototype;
  for (let object = self; object !== events; object = Object.getPrototypeOf(object)) {
    for (const name of Object.getOwnPropertyNames(object)) if (!KEPT.has(name)) Reflect.deleteProperty(object, name);
  }
  Object.defineProperty(self, "Function", { value: refuse });
}
