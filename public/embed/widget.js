// What the loader asks for once a widget is near the screen. `cargo xtask build` joins this to what
// wasm-bindgen writes: `Widget` and `prepare` are WebAssembly's, `__wbg_…` is what its own start is made of,
// `$style$` is style/embed.css.

export const style = "$style$";

const hosts = new Set();
const languages = new MutationObserver(() => {
  for (const host of hosts) host.follow();
});
let isDead = false;
// Where the words of all versions are.
const HOME = new URL("../", import.meta.url).href;

// Makes ready for the newsroom at `api`. Should WebAssembly ever stop for good, which nothing in it
// survives, every widget says so, and `forget` lets the next one begin anew.
export const start = async (answer, api, forget) => {
  // Not as it streams in: its integrity is known when all of it is here.
  const { instance, module } = await WebAssembly.instantiate(await answer.arrayBuffer(), __wbg_get_imports());
  // The page's other work comes in between.
  await new Promise(setTimeout);
  __wbg_finalize_init(instance, module);
  prepare(api);
  const { href } = new URL("./", import.meta.url);
  addEventListener("error", ({ error }) => {
    if (isDead || !(error instanceof WebAssembly.RuntimeError) || !error.stack.includes(href)) return;
    isDead = true;
    forget();
    for (const host of hosts) host.failed("crashed");
  });
};

// What a newsroom says of itself.
let newsroom;
const ask = async (api) => {
  const signal = AbortSignal.timeout?.(15000);
  const answer = await fetch(`${api}site.json`, { credentials: "omit", signal });
  if (!answer.ok) throw { kind: answer.status < 500 ? "not-found" : "server" };
  const { url, live, sections, languages, time_zone, brand } = await answer.json();
  const base = web(api.endsWith("api/v1/") ? api.slice(0, -7) : url);
  // An address that begins with one slash counts from the site's root.
  return {
    base,
    live: live ? web(live.replace(/^\/(?!\/)/, base)) : "",
    sections,
    languages,
    time_zone,
    colors: brand?.colors,
    dates: brand?.dates ?? [],
  };
};

// An address as browsers read it; of the web, or none at all.
const web = (url) => {
  try {
    const { protocol, href } = new URL(url);
    if (/^https?:/.test(protocol)) return href;
  } catch {}
  throw { kind: "unreadable" };
};

// The language of what stands at `node`, also when it is said outside of the shadow roots it is in.
const langOf = (node) => (node ? node.closest("[lang]")?.getAttribute("lang") ?? langOf(node.getRootNode().host) : "");

// Opens the widget of `element` in `container` and tells `host` how it goes. Gives what can be freed, and told that it was
// moved.
export const open = (element, container, host) => {
  let widget;
  let isGone = false;
  hosts.add(host);
  const { localName, article, section } = element;
  const lang = langOf(element);
  // Wherever it is now; by the loader's own way of beginning anew.
  host.follow = () => {
    for (let root = element.getRootNode(); root; root = root.host?.getRootNode()) {
      languages.observe(root, { attributeFilter: ["lang"], subtree: true });
    }
    element.attributeChangedCallback("lang", lang, langOf(element));
  };
  host.follow();
  container.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const isPlain = !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (link && isPlain && !host.tell("navigate", { href: link.href }, true)) event.preventDefault();
  });
  // A picture that the page's policy forbids, or that is gone. Errors do not bubble.
  container.addEventListener("error", (event) => event.target.closest(".related-picture")?.remove(), true);
  (async () => {
    try {
      newsroom ??= ask(host.api).catch((error) => {
        newsroom = undefined;
        throw error;
      });
      const { sections, languages, colors, dates, ...known } = await newsroom;
      if (isGone) return;
      // The newsroom's own, unless the page sets another (style/embed.css).
      if (colors) container.style.setProperty("--accent", `var(--bantin-accent,light-dark(${colors.day.accent},${colors.night.accent}))`);
      // The newsroom's own language that this is, or the first that is as much of it: `en` is `en-GB` where that is all there is.
      // By hand: pages have patched everything a list can do.
      let own;
      for (const known of languages) {
        if (known === lang || (!own && known.split("-")[0] === lang.split("-")[0])) own = known;
      }
      let date = "";
      for (const known of dates) if (known.lang === own) ({ date } = known);
      let name = "";
      for (const known of sections) if (known.id === section) name = known.name;
      if (section && !name) throw { kind: "not-found" };
      widget = new Widget(container, {
        ...host,
        ...known,
        lang: own ?? lang,
        default_lang: own ?? languages[0],
        home: HOME,
        kind: localName.slice(7),
        article,
        section,
        name,
        date,
        limit: parseInt(element.limit) || 5,
        ready() {
          const level = element.getAttribute("heading-level");
          if (level) container.querySelector("h2").setAttribute(level > 1 ? "aria-level" : "role", level);
          host.ready();
        },
        rated: (stars, average, count) =>
          host.tell("rated", { article, stars: stars ?? null, average: average ?? null, count }),
      });
    } catch ({ kind, name }) {
      if (!isGone) host.failed(kind ?? (name === "TimeoutError" ? "timeout" : "network"));
    }
  })();
  return {
    follow: host.follow,
    free() {
      isGone = true;
      hosts.delete(host);
      if (!isDead) widget?.free();
      widget = undefined;
    },
  };
};
