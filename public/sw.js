// Reading without a network: what was read lately, and the app itself. The network comes first wherever content may
// have changed; what is named by its bytes never does. The build fills in the files of this version. A page that is
// kept asks for the files it was made with, so the version before is kept as well, and versions never mix.
// docs/deploy.md says how to switch it off.
// Of the app's files, which the build knows, and of the page without content, which knows the site's name and what its
// operator has set: whoever serves the worker fills that in (server/site/src/pages.rs).
const VERSION = "BANTIN_VERSION-BANTIN_SHELL";
const FILES = ["BANTIN_FILES"];
// Those of them that no page needs before the reader goes on to another.
const LATER = /^(split|chunk)_/;
// The files of words of this site's languages; filled in by whoever serves the worker.
const WORDS = "BANTIN_WORDS".split(" ").filter(Boolean);
const SHELL = "bantin-shell-";
const READ = "bantin-read";
// What was fetched and is not known to have been read: pages fetched ahead, the files of a search.
const FETCHED = "bantin-fetched";
const MEDIA = "bantin-media";
const SHELL_PAGE = "shell.html";
const SITE = "api/v1/site.json";
// Kept of each; the oldest go first.
const MOST = new Map([[READ, 150], [FETCHED, 60], [MEDIA, 120]]);
// A network that says nothing for so many milliseconds is none, where something is kept; else it is waited for.
const PATIENCE = 10000;

const scope = new URL("./", self.location).href;

self.addEventListener("install", (event) => {
  const add = async () => {
    const cache = await caches.open(SHELL + VERSION);
    // A reader who saves bytes gets the rest when they use it.
    const files = navigator.connection?.saveData ? FILES.filter((file) => !LATER.test(file)) : FILES;
    await cache.addAll([SHELL_PAGE, ...WORDS, ...files].map((file) => scope + file));
    // The app needs it to draw any page; a page that was drawn for it has it in itself.
    const answer = await fetch(scope + SITE).catch(() => null);
    if (answer?.ok) await keep(READ, scope + SITE, answer);
  };
  event.waitUntil(add());
});

self.addEventListener("activate", (event) => {
  const settle = async () => {
    const shells = (await caches.keys()).filter((name) => name.startsWith(SHELL));
    const old = shells.filter((name) => name !== SHELL + VERSION);
    await Promise.all(old.slice(0, -1).map((name) => caches.delete(name)));
    await self.clients.claim();
    // What is open was fetched without this worker; the browser still has it.
    for (const { url } of await self.clients.matchAll({ type: "window" })) {
      const page = url.split("#")[0];
      const answer = await fetch(page, { cache: "force-cache" }).catch(() => null);
      if (answer && isPage(answer)) await keep(READ, page, answer);
    }
  };
  event.waitUntil(settle());
});

// A page tells which files it is made with: one of this version needs nothing more of the one before. And it tells
// what the app has drawn, when that comes into view: only then was it read.
self.addEventListener("message", (event) => {
  const { data, source } = event;
  if (!Array.isArray(data)) event.waitUntil(read(String(data.read)));
  else if (data.every((url) => FILES.includes(url.slice(scope.length)))) self.skipWaiting();
  else source?.postMessage("new");
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = request.url.split("#")[0];
  if (request.method !== "GET" || !url.startsWith(scope)) return;
  const path = url.slice(scope.length);
  if (request.mode === "navigate") {
    if (!/^(api|embed|oembed|media)\b/.test(path)) event.respondWith(page(url, event));
  } else if (/^api\/v1\/(articles\/|lists\/|pages\/|search\/|site\.json)/.test(path)) {
    event.respondWith(content(url, event));
  } else if (path.startsWith("media/")) {
    event.respondWith(kept(request, url, event));
  } else if (FILES.includes(path) || /-[0-9a-f]{16}\.\w+$/.test(path)) {
    event.respondWith(own(url, request, event));
  }
});

const isPage = (answer) =>
  answer.ok && !answer.redirected && /^text\/html/.test(answer.headers.get("content-type") ?? "");

const keep = async (name, url, answer) => {
  const cache = await caches.open(name);
  // Again at the end: what was read last goes last.
  await cache.delete(url);
  await cache.put(url, answer);
  const keys = (await cache.keys()).filter((key) => key.url !== scope + SITE);
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST.get(name))).map((key) => cache.delete(key)));
};

// What is being kept, by its address: a page may be read before that is done.
const coming = new Map();
const note = (name, url, answer) => {
  // Broken off when the reader goes elsewhere: then there is nothing to keep.
  const kept = keep(name, url, answer).catch(() => {});
  coming.set(url, kept);
  return kept.then(() => coming.get(url) === kept && coming.delete(url));
};

// What is at `url` was read: it goes where that is kept, as the last.
const read = async (url) => {
  await coming.get(url);
  // It may have been pushed out by then, or have come before this worker was here.
  const answer = (await known(url)) ?? (await fetch(url).catch(() => null));
  if (!answer?.ok) return;
  await keep(READ, url, answer);
  await (await caches.open(FETCHED)).delete(url);
};

// What is kept of `url`; what was fetched last is the newest.
const known = async (url) => (await caches.match(url, { cacheName: FETCHED })) ?? caches.match(url);

// What was withdrawn is not to be read here either.
const isGone = (answer) => answer.status === 404 || answer.status === 410;
const drop = async (url) => {
  for (const name of await caches.keys()) await (await caches.open(name)).delete(url);
};

// The answer of the network, which goes into the cache `name`, or `kept` where there is none; undefined where there is
// neither.
const fresh = async (request, url, event, kept, name, isWorthKeeping) => {
  try {
    const asked = fetch(request);
    const late = new Promise((_, give) => kept && setTimeout(give, PATIENCE, new Error("no answer")));
    const answer = await Promise.race([asked, late]);
    if (isGone(answer)) event.waitUntil(drop(url));
    else if (isWorthKeeping(answer)) event.waitUntil(note(name, url, answer.clone()));
    return answer;
  } catch {
    return kept;
  }
};

// A page: as it is now, else as it was read, else the app, which says what there is.
const page = async (url, event) =>
  (await fresh(event.request, url, event, await caches.match(url), READ, isPage)) ??
  (await caches.match(scope + SHELL_PAGE, { cacheName: SHELL + VERSION })) ??
  Response.error();

// Content: as it is now, else as it is kept. The site's own words are no page, and stay.
const content = async (url, event) => {
  const name = url === scope + SITE ? READ : FETCHED;
  return (await fresh(event.request, url, event, await known(url), name, (answer) => answer.ok)) ?? Response.error();
};

// A file of the app, which is named by its bytes.
const own = async (url, request, event) => {
  const known = await caches.match(url);
  if (known) return known;
  const answer = await fetch(request);
  // A host that has pages for what it does not have must not leave one here for good.
  const isFile = answer.status === 200 && !answer.redirected && !isPage(answer);
  if (isFile && [...FILES, ...WORDS].includes(url.slice(scope.length))) event.waitUntil(put(url, answer.clone()));
  return answer;
};
const put = async (url, answer) => (await caches.open(SHELL + VERSION)).put(url, answer);

// A picture, which is named by its bytes.
const kept = async (request, url, event) => {
  const known = await caches.match(url);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.status === 200) event.waitUntil(keep(MEDIA, url, answer.clone()));
  return answer;
};
