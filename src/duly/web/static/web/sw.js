// Keeps the shell, so that the page opens even where the server is not running, and says so.
// Nothing of the search is kept: pages always come from the server.
const SHELL = "duly-shell-1";
const FILES = ["/static/web/pico.css", "/static/web/duly.css", "/static/web/duly.js",
  "/static/django_htmx/htmx-2.min.js", "/static/web/icon.svg", "/static/web/away.html"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const stale = (names) => names.filter((name) => name !== SHELL);
  event.waitUntil(caches.keys().then((names) => Promise.all(stale(names).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (request.method !== "GET") return;
  if (FILES.includes(new URL(request.url).pathname)) {
    // The newest where the server answers, the one kept where it does not.
    event.respondWith(fetch(request).catch(() => caches.match(request)));
  } else if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match("/static/web/away.html")));
  }
});
