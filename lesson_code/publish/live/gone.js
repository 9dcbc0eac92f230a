// The service worker of a book that is no longer kept for reading offline: takes away what was kept, and itself.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  const { scope } = self.registration;
  for (const name of await caches.keys()) {
    if (name.endsWith(scope)) await caches.delete(name);
  }
  if (await caches.has("used")) { // one for all books of a server
    const below = (await caches.keys()).map((name) => name.slice(name.indexOf(scope))); // books in folders of this one
    const used = await caches.open("used");
    for (const { url } of await used.keys()) {
      if (url.startsWith(scope) && !below.some((other) => url.startsWith(other))) await used.delete(url);
    }
    if (!(await used.keys()).length) await caches.delete("used");
  }
  await self.registration.unregister();
}
