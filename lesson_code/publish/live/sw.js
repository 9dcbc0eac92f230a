// The book without a network. The first visit brings the whole book (FILES, written by the build); what belongs to the
// chart and to Python is kept once it was used. With the network on everything that has a lasting name comes from it.

import { cleanupOutdatedCaches, matchPrecache, precache } from "workbox-precaching";
import { registerRoute } from "workbox-routing";
import { CacheFirst, NetworkFirst, NetworkOnly } from "workbox-strategies";

const HERE = new URL("./", self.location).href;
const inBook = (pattern) => ({ url }) => url.href.startsWith(HERE) && pattern.test(url.href.slice(HERE.length));

// A server's max-age would let the browser answer from its own cache, and Workbox drops fetch options where a page is
// navigated to: ask again, in words that reach the server.
const fresh = {
  requestWillFetch: async ({ request }) =>
    new Request(request.url, { headers: request.headers, cache: "no-cache", redirect: "manual", credentials: "same-origin" }),
};
// Offline, the kept copy; an address without its slash or with index.html means the same page.
const kept = {
  handlerDidError: async ({ request }) => {
    const { origin, pathname } = new URL(request.url);
    for (const name of [pathname, `${pathname}index.html`, `${pathname}/index.html`]) {
      const copy = await matchPrecache(origin + name);
      if (copy) return copy;
    }
    return (request.mode === "navigate" && (await matchPrecache(`${HERE}404.html`))) || Response.error();
  },
};

precache(self.FILES);
cleanupOutdatedCaches();
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// Python itself and the split-off scripts carry their version in their name
registerRoute(inBook(/^assets\/(?:pyodide-|live\/.+-\w{8}\.js)/), new CacheFirst({ cacheName: "used" }));
// the lessons' code and the chart's states do not
registerRoute(
  inBook(/^(?:lesson_code\/|assets\/live\/|figures\/.+\.json)/),
  new NetworkFirst({ cacheName: "used", plugins: [fresh] }),
);
registerRoute(inBook(/^/), new NetworkOnly({ plugins: [fresh, kept] }));
