import { loaded } from "./loaded.js";

// Keep the book for reading without a network; see sw.js. Not for a page opened as a file, nor for a reader who asks the
// browser to save data.

// What the first visit loaded before the service worker was there is asked for once more, for it to be kept.
function askAgain() {
  const book = new URL("../../", import.meta.url).href;
  for (const { name } of performance.getEntriesByType("resource")) {
    if (name.startsWith(`${book}figures/`) && name.endsWith(".json")) fetch(name).catch(() => {});
  }
}

if ("serviceWorker" in navigator && location.protocol !== "file:" && !navigator.connection?.saveData) {
  const { serviceWorker } = navigator;
  if (!serviceWorker.controller) serviceWorker.addEventListener("controllerchange", askAgain, { once: true });
  loaded.then(async () => {
    try {
      await serviceWorker.register(new URL("../../sw.js", import.meta.url), { updateViaCache: "none" });
      await serviceWorker.ready;
      (await import(new URL(WHOLE, import.meta.url))).offer();
    } catch {} // forbidden here, or a server that hangs up: the book is read all the same
  });
}
