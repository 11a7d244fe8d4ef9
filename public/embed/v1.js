// The loader of a newsroom's widgets: <bantin-rating>, <bantin-related>, <bantin-latest>. It defines the
// elements; everything else is fetched when the first of them nears the screen, once for all of them.
// docs/embed.md says what they take and tell. `cargo xtask build` fills in what stands between $.

const { url } = import.meta;
const site = url.slice(0, url.lastIndexOf("/embed/") + 1);
const home = `${site}embed/$exact$/`;

// For as long as the real ones are not here. The same words as in src/locale; a test holds them to it.
const words = {
  vi: ["Chưa tải được phần này.", "Thử lại"],
  en: ["This part could not be loaded.", "Try again"],
};

const css = `:host{display:block}:host([hidden]){display:none}\
.room{display:grid;grid-template-columns:minmax(0,1fr)}\
.room::before{content:"";font-size:var(--bantin-font-size,medium);grid-area:1/1;height:var(--bantin-min-height,var(--reserve))}\
.in{grid-area:1/1}\
.bantin{all:initial;color:CanvasText;color-scheme:inherit;display:block;font:var(--bantin-font-size,medium)/1.5 var(--bantin-font,system-ui,sans-serif)}\
:host([theme=light]) .bantin{color-scheme:light}:host([theme=dark]) .bantin{color-scheme:dark}`;

const make = (tag, properties, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};

// A constructed sheet is no inline style, whatever the page's policy says of those. By its text, which is ours.
const sheets = {};
const dress = (shadow, text) => {
  try {
    if (!sheets[text]) (sheets[text] = new CSSStyleSheet()).replaceSync(text);
    shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, sheets[text]];
  } catch {
    // A browser from before 2023.
    shadow.append(make("style", { textContent: text }));
  }
};

// An import has no integrity of its own; a module that was preloaded has.
const preload = (href, integrity) =>
  new Promise((go) => {
    const link = make("link", { rel: "modulepreload", href, integrity, onload: go, onerror: go });
    if (link.relList.supports("modulepreload")) document.head.append(link);
    else go();
  }).then((event) => event?.target.remove());

const hashes = { rating: ["$rating.js$", "$rating_bg.wasm$"], embed: ["$embed.js$", "$embed_bg.wasm$"] };

// By names and addresses, some of which the page gives: without what every other object has.
const libraries = Object.create(null);
let tries = 0;

// WebAssembly for one newsroom: for ratings alone, or for all widgets.
const library = (isRating, api) => {
  const hasLists = libraries[`embed${api}`] || document.querySelector("bantin-related,bantin-latest");
  const name = isRating && !hasLists ? "rating" : "embed";
  const key = name + api;
  const [js, wasm] = hashes[name];
  // What failed once may be remembered under its name; and every newsroom has an instance of its own.
  const module = `${home + name}.js?${tries}#${api}`;
  const forget = () => {
    delete libraries[key];
    tries++;
  };
  const load = async () => {
    const [answer] = await Promise.all([
      fetch(`${home + name}_bg.wasm`, { integrity: wasm }),
      preload(module, js),
    ]);
    const glue = await import(module);
    await glue.start(answer, api, forget);
    return glue;
  };
  (libraries[key] ??= load()).catch(forget);
  return libraries[key];
};

class Widget extends HTMLElement {
  static observedAttributes = ["article", "section", "limit", "lang", "api"];

  static #near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (isIntersecting) target.getRootNode().host.#start();
      }
    },
    { rootMargin: "400px" },
  );

  #in = make("div", { className: "in" }, make("slot"));
  #room = make("div", { className: "room" }, this.#in);
  #isStarted;
  #isDressed;
  // Counts starts, so that what comes too late is dropped.
  #turn = 0;
  #shown;
  #coming;

  constructor() {
    super();
    this.attachShadow({ mode: "open" }).append(this.#room);
    dress(this.shadowRoot, css);
  }

  connectedCallback() {
    // Set on the element before it was defined.
    for (const name of mirrored) {
      if (Object.hasOwn(this, name)) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
    this.#reserve();
    if (!this.#isStarted) Widget.#near.observe(this.#room);
  }

  // An element that is moved is taken off and put back in one go.
  disconnectedCallback() {
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#stop();
      this.#isStarted = false;
      this.#in.replaceChildren(make("slot"));
    });
  }

  attributeChangedCallback(name, before, now) {
    if (!this.#isStarted || before === now) return;
    this.#reserve();
    const turn = ++this.#turn;
    queueMicrotask(() => turn === this.#turn && this.#start());
  }

  #reserve() {
    const rows = this.#isRating ? 2 : this.limit || 5;
    this.#room.style.setProperty("--reserve", `${rows * 6.8 + 3}em`);
  }

  #stop() {
    Widget.#near.unobserve(this.#room);
    this.#turn++;
    this.#shown?.free();
    this.#coming?.free();
    this.#shown = this.#coming = undefined;
  }

  async #start() {
    Widget.#near.unobserve(this.#room);
    this.#isStarted = true;
    this.#coming?.free();
    this.#coming = undefined;
    const turn = ++this.#turn;
    const place = make("div", { className: "bantin", part: "widget" });
    try {
      const api = new URL(this.api || "api/v1/", site).href;
      const { open, style } = await library(this.#isRating, api);
      if (turn !== this.#turn) return;
      if (!this.#isDressed) dress(this.shadowRoot, style);
      this.#isDressed = true;
      this.#coming = open(this, place, {
        api,
        lang: this.#lang,
        tell: (...news) => this.#tell(...news),
        ready: () => {
          const before = this.#shown;
          this.#shown = this.#coming;
          this.#coming = undefined;
          this.#put(place, place);
          before?.free();
          this.#tell("ready");
        },
        failed: (...why) => this.#fail(...why),
      });
    } catch (error) {
      if (turn === this.#turn) this.#fail(error.name === "CompileError" ? "blocked" : "network");
    }
  }

  #fail(kind, text, passes = true) {
    this.#stop();
    const [sorry, again] = words[/^(vi|$)/.test(this.#lang) ? "vi" : "en"];
    const button = make("button", { part: "retry", textContent: again, onclick: () => this.#start() });
    const note = make("div", { className: "bantin", part: "error", role: "status" }, text || sorry, " ");
    if (passes) note.append(button);
    this.#put(note, button, make("slot"));
    this.#tell("error", { kind });
  }

  // Where the focus was in what is replaced, it goes to what replaces it.
  #put(node, target, ...before) {
    const hadFocus = this.shadowRoot.activeElement;
    this.#in.replaceChildren(...before, node);
    if (hadFocus) {
      // What has none of its own can have the focus all the same.
      target.tabIndex += 0;
      target.focus({ preventScroll: true });
    }
  }

  #tell(name, detail, cancelable) {
    return this.dispatchEvent(
      new CustomEvent(`bantin-${name}`, { bubbles: true, composed: true, cancelable, detail }),
    );
  }

  get #isRating() {
    return this.localName === "bantin-rating";
  }

  get #lang() {
    return this.closest("[lang]")?.lang ?? "";
  }
}

const mirrored = ["article", "section", "theme", "limit", "api"];
for (const name of mirrored) {
  Object.defineProperty(Widget.prototype, name, {
    get() {
      return this.getAttribute(name) ?? "";
    },
    set(value) {
      if (value == null) this.removeAttribute(name);
      else this.setAttribute(name, value);
    },
  });
}

for (const kind of ["rating", "related", "latest"]) {
  // The script may be here twice, or in two versions: the first one stays.
  const name = `bantin-${kind}`;
  if (!customElements.get(name)) customElements.define(name, class extends Widget {});
}
