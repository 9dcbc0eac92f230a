// Keep the book for reading without a network; see sw.js. Not for a page opened as a file, nor for a reader who asks the
// browser to save data.

if ("serviceWorker" in navigator && location.protocol !== "file:" && !navigator.connection?.saveData) {
  addEventListener("load", () => {
    navigator.serviceWorker.register(new URL("../../sw.js", import.meta.url), { updateViaCache: "none" });
  });
}
