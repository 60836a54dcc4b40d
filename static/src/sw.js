// Keeps one page for when there is no network: /nu-hulp and what is needed to draw it. Nothing else is ever kept,
// so this device shows nobody what else was read. KEPT is filled in by tools/assets.py with the hashed addresses.
const PAGE = "/nu-hulp";
const STORE = `nu-hulp ${KEPT.join(" ")}`;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(STORE)
      .then((store) => store.addAll([PAGE, ...KEPT].map((url) => new Request(url, { cache: "reload", credentials: "omit" }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== STORE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname === PAGE && !url.search) event.respondWith(freshPage(event.request));
  else if (event.request.mode === "navigate" && url.pathname !== "/weg") event.respondWith(fetch(event.request).catch(keptPage));
  else if (KEPT.includes(url.pathname)) event.respondWith(keptOrFetched(event.request));
});

async function freshPage(request) {
  try {
    const answer = await fetch(request);
    if (answer.ok) await (await caches.open(STORE)).put(PAGE, answer.clone());
    return answer;
  } catch {
    return keptPage();
  }
}

async function keptPage() {
  return (await caches.match(PAGE)) ?? Response.error();
}

async function keptOrFetched(request) {
  return (await caches.match(request.url)) ?? fetch(request);
}
