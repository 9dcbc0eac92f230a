// The book without a network. The first visit brings the whole book (FILES, written by the build); what belongs to the
// chart and to Python (USED) is kept once it was used. With the network on everything that has a lasting name comes from it.

import { cleanupOutdatedCaches, matchPrecache, precache } from "workbox-precaching";
import { registerRoute } from "workbox-routing";
import { CacheFirst, NetworkFirst, NetworkOnly } from "workbox-strategies";

const HERE = new URL("./", self.location).href;
const nameOf = (url) => url.slice(HERE.length).replace(/[?#].*/, "");
const names = new Set([...self.FILES.map(({ url }) => url), ...self.USED]);
// Below a server's root other projects may lie: there a book answers for the folders alone that it has
const folders = new Set(["", ...[...names].map((name) => name.split("/")[0])]);
const shared = HERE === `${self.location.origin}/`;

function inBook(pattern) {
  return ({ url: { href } }) => {
    const name = nameOf(href);
    return href.startsWith(HERE) && pattern.test(name) && (!shared || folders.has(name.split("/")[0]));
  };
}

// A server's max-age would let the browser answer from its own cache, and Workbox drops fetch options where a page is
// navigated to: ask again, in words that reach the server.
const fresh = {
  requestWillFetch: async ({ request: { url, headers, mode } }) =>
    new Request(url, { headers, cache: "no-cache", redirect: mode === "navigate" ? "manual" : "follow", credentials: "same-origin" }),
};
// Offline, the kept copy. An address without its slash is sent to the one with it, as a server does: what the page names
// lies beside that.
const kept = {
  handlerDidError: async ({ request }) => {
    const { origin, pathname, search } = new URL(request.url);
    const copy = (await matchPrecache(origin + pathname)) || (await matchPrecache(`${origin}${pathname}index.html`));
    if (copy || request.mode !== "navigate") return copy || Response.error();
    if (await matchPrecache(`${origin}${pathname}/index.html`)) return Response.redirect(`${pathname}/${search}`);
    return (await matchPrecache(`${HERE}404.html`)) || Response.error();
  },
};
// Python's worker may ask this site alone: a page's policy does not reach into a worker, its own answer's does.
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
const confined = {
  handlerWillRespond: async ({ request, response }) => {
    if (!/^assets\/live\/worker-/.test(nameOf(request.url))) return response;
    const headers = new Headers(response.headers);
    headers.set("Content-Security-Policy", POLICY);
    return new Response(response.body, { headers });
  },
};

async function purge() {
  await self.clients.claim();
  const used = await caches.open("used");
  for (const { url } of await used.keys()) {
    if (url.startsWith(HERE) && !self.USED.includes(nameOf(url))) await used.delete(url);
  }
}

precache(self.FILES);
cleanupOutdatedCaches();
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(purge()));

// The scripts of every page carry their version in their name, and are what this release brought
registerRoute(
  (asked) => inBook(/^assets\/(?:live|javascripts)\/.+\.js$/)(asked) && !self.USED.includes(nameOf(asked.url.href)),
  async ({ request }) => (await matchPrecache(request.url)) || fetch(request),
);
// Python itself, its worker and the editor do as well
registerRoute(inBook(/^assets\/(?:pyodide-|live\/.+-\w{8}\.js)/), new CacheFirst({ cacheName: "used", plugins: [confined] }));
// the lessons' code and the chart's states do not
registerRoute(
  inBook(/^(?:lesson_code\/|assets\/live\/|figures\/.+\.json)/),
  new NetworkFirst({ cacheName: "used", plugins: [fresh] }),
);
registerRoute(inBook(/^/), new NetworkOnly({ plugins: [fresh, kept] }));
