// The book without a network. FILES (written by the build) is all that can be kept. What is of no part belongs to every
// page; of the rest the parts are kept that were read, and everything for a reader who asked for it (whole.js). What
// belongs to the chart and to Python (USED) is kept once it was used. With the network on everything that has a lasting
// name comes from it.

import { PrecacheController } from "workbox-precaching";
import { registerRoute } from "workbox-routing";
import { CacheFirst, NetworkFirst, NetworkOnly } from "workbox-strategies";

const { FILES, USED } = self;
const HERE = new URL("./", self.location).href;
const nameOf = (url) => url.slice(HERE.length).replace(/[?#].*/, "");
const WHOLE = `whole ${HERE}`; // a cache that is there for who keeps the whole book
const names = new Set([...FILES.map(({ url }) => url), ...USED]);
// Below a server's root other projects may lie: there a book answers for the folders alone that it has
const folders = new Set(["", ...[...names].map((name) => name.split("/")[0])]);
const shared = HERE === `${self.location.origin}/`;
const book = new PrecacheController();
book.addToCacheList(FILES);

function inBook(pattern) {
  return ({ url: { href } }) => {
    const name = nameOf(href);
    return href.startsWith(HERE) && pattern.test(name) && (!shared || folders.has(name.split("/")[0]));
  };
}

const keys = async () => (await (await caches.open(book.strategy.cacheName)).keys()).map(({ url }) => url);
const pageAt = (url) => nameOf(url).replace(/(^|\/)$/, "$1index.html");

/** Return what is kept for a reader of these pages: what belongs to every page, and the parts in which they are. */
function filesFor(pages) {
  const read = FILES.filter(({ url }) => url.endsWith(".html") && pages.includes(url)).flatMap(({ parts }) => parts ?? []);
  return FILES.filter(({ parts }) => !parts || parts.some((part) => read.includes(part)));
}

async function lacking(files) {
  const kept = new Set(await keys());
  return files.filter(({ url }) => !kept.has(book.getCacheKeyForURL(url)));
}

// Workbox fetches what lacks, but only while it is installed, and then all that it was told of: ask as if it were
const installing = { type: "install", waitUntil() {} };
const keep = ({ url }) => {
  const request = new Request(url, { cache: "no-cache", credentials: "same-origin" });
  return Promise.all(book.strategy.handleAll({ event: installing, request }));
};

/** Keep of this release what its reader kept of the one before, or else has open. */
async function install() {
  const open = await self.clients.matchAll({ includeUncontrolled: true });
  const pages = [...(await keys()), ...open.map(({ url }) => url)].map(pageAt);
  const files = (await caches.has(WHOLE)) ? FILES : filesFor(pages);
  for (const file of await lacking(files)) await keep(file);
}

/** Keep the next files of a page's part, or of the whole book; answer how many bytes still lack, nothing on failure. */
async function keepMore({ data: { page, count }, ports: [port] }) {
  try {
    const files = await lacking(page ? filesFor([pageAt(page)]) : FILES);
    for (const file of files.splice(0, count)) await keep(file);
    if (count && !page && !files.length) await caches.open(WHOLE);
    port.postMessage(files.reduce((sum, { size }) => sum + size, 0));
  } catch {
    port.postMessage(undefined);
  }
}

// A server's max-age would let the browser answer from its own cache, and Workbox drops fetch options where a page is
// navigated to: ask again, in words that reach the server.
const fresh = {
  requestWillFetch: async ({ request: { url, headers, mode } }) =>
    new Request(url, { headers, cache: "no-cache", redirect: mode === "navigate" ? "manual" : "follow", credentials: "same-origin" }),
};
// Offline, the kept copy. An address without its slash is sent to the one with it, as a server does: what the page names
// lies beside that. A page that was not kept is called that, at the address of what says so.
const kept = {
  handlerDidError: async ({ request }) => {
    const { origin, pathname, search } = new URL(request.url);
    const here = origin + pathname;
    const copy = (await book.matchPrecache(here)) || (await book.matchPrecache(`${here}index.html`));
    if (copy || request.mode !== "navigate") return copy || Response.error();
    if (await book.matchPrecache(`${here}/index.html`)) return Response.redirect(`${pathname}/${search}`);
    const lacks = ["", "index.html", "/index.html"].some((end) => names.has(nameOf(here) + end));
    if (lacks && (await book.matchPrecache(`${HERE}offline.html`))) return Response.redirect(`${HERE}offline.html#${nameOf(here)}`);
    return (await book.matchPrecache(`${HERE}404.html`)) || Response.error();
  },
};
// The states of a chart that came with the whole book belong to its pages, those that came with its use may be older
const own = {
  cachedResponseWillBeUsed: async ({ request, cachedResponse }) => (await book.matchPrecache(request.url)) ?? cachedResponse,
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
  const ours = inBook(/^/);
  for (const { url } of await used.keys()) {
    if (ours({ url: new URL(url) }) && !USED.includes(nameOf(url))) await used.delete(url);
  }
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(install());
});
self.addEventListener("activate", (event) => {
  book.activate(event);
  event.waitUntil(purge());
});
self.addEventListener("message", (event) => event.waitUntil(keepMore(event)));

// The scripts of every page carry their version in their name, and are what this release brought
registerRoute(
  (asked) => inBook(/^assets\/(?:live|javascripts)\/.+\.js$/)(asked) && !USED.includes(nameOf(asked.url.href)),
  async ({ request }) => (await book.matchPrecache(request.url)) || fetch(request),
);
// Python itself, its worker and the editor do as well
registerRoute(inBook(/^assets\/(?:pyodide-|live\/.+-\w{8}\.js)/), new CacheFirst({ cacheName: "used", plugins: [confined] }));
// the lessons' code and the chart's states do not
registerRoute(
  inBook(/^(?:lesson_code\/|assets\/live\/|figures\/.+\.json)/),
  new NetworkFirst({ cacheName: "used", plugins: [fresh, own] }),
);
registerRoute(inBook(/^/), new NetworkOnly({ plugins: [fresh, kept] }));
