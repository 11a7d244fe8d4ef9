// What a page has once the app is there: pictures large, videos, reading aloud, reading without a network. Most of
// it is fetched when it is first wanted (ADR 13).

// Asking a browser what it has may throw: in a sandbox, or where an extension has put something in its place. Each
// part goes without what it asks for, and takes none of the others along.
const part = (run) => {
  try {
    return run();
  } catch {}
};

// Follows a link as the browser would have; one that leads nowhere stays where it is.
const follow = ({ href }) => {
  try {
    location.assign(href);
  } catch {
    // An address that no browser can read.
  }
};

// A picture or a video that is opened, the button that reads aloud.
addEventListener("click", (event) => {
  const photo = event.target.closest?.(".article .photo");
  const isPlain = !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (photo && isPlain && window.HTMLDialogElement) {
    event.preventDefault();
    // Without the script it is still a link to the picture.
    import("./viewer.js").then(({ open }) => open(photo)).catch(() => follow(photo));
  }
  const video = event.target.closest?.(".embed-link");
  if (video && isPlain) {
    event.preventDefault();
    import("./player.js").then(({ play }) => play(video) || follow(video)).catch(() => follow(video));
  }
  const button = event.target.closest?.(".listen");
  if (button) import("./listen.js").then(({ listen }) => listen(button)).catch(() => {});
});
if (location.hash.startsWith("#photo-")) import("./viewer.js").then(({ resume }) => resume()).catch(() => {});

// Listening is offered where the browser has a voice of the article's language.
const offer = (voices) => {
  const languages = new Set(voices.getVoices().map(({ lang }) => lang.split(/[-_]/)[0]));
  if (!languages.size) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`.listen:lang(${[...languages].join("),.listen:lang(")}){display:inline}`);
  document.adoptedStyleSheets = [sheet];
};

// In milliseconds, until a page has what it fetches by itself.
const REST = 2000;

// A version that has come meanwhile. A page that is of it already lets it in; an older one says so.
const attend = (registration) => {
  // Between them they name everything else.
  const files = [...document.querySelectorAll("script[src], link[rel=stylesheet]")].map(({ src, href }) => src ?? href);
  const greet = () => registration.waiting?.postMessage(files);
  navigator.serviceWorker.addEventListener("message", () => {
    const note = document.getElementById("updated");
    note.removeAttribute("hidden");
    note.onclick = (event) => {
      // Not the app's to follow: it would stay the version it is.
      event.preventDefault();
      location.reload();
    };
  });
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", greet);
  });
  // Not while the page still fetches its files: in Chromium a worker that is asked for a file just then keeps the next one
  // waiting for minutes.
  setTimeout(greet, REST);
  addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    greet();
    registration.update().catch(() => {});
  });
};

// Not where the browser has none, or forbids it: then there is no reading without a network.
part(() => navigator.serviceWorker?.register(new URL("./sw.js", import.meta.url)).then(attend).catch(() => {}));

part(() => {
  const { speechSynthesis: voices } = window;
  if (!voices || !document.adoptedStyleSheets) return;
  offer(voices);
  voices.addEventListener?.("voiceschanged", () => offer(voices));
});

// Dates are told by the newsroom's clocks. Readers whose own go otherwise are told by which: "GMT+7".
const clocks = part(() => {
  const { site } = JSON.parse(document.getElementById("bantin-page").textContent);
  const clock = (timeZone) => new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "shortOffset" });
  return [clock(site.time_zone), clock()];
});
const offset = (clock, moment) => clock.formatToParts(moment).find(({ type }) => type === "timeZoneName").value;
const seen = new WeakSet();
const zone = (time) => {
  seen.add(time);
  // A day is the same by most clocks.
  if (!/\d[:.h]\d\d(?![\d.])/.test(time.textContent)) return;
  const moment = new Date(time.dateTime);
  // Browsers from before 2022 know no offsets.
  const [told, own] = part(() => clocks.map((clock) => offset(clock, moment))) ?? [];
  if (told !== own) time.title = told.replace("-", "−");
};
const tellZones = () => {
  for (const time of document.querySelectorAll("time")) if (!seen.has(time)) zone(time);
};
new MutationObserver(tellZones).observe(document.body, { childList: true, subtree: true });
tellZones();
