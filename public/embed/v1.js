// The loader of a newsroom's widgets: <bantin-rating>, <bantin-related>, <bantin-latest>. It defines the
// elements; everything else is fetched when the first of them nears the screen, once for all of them.
// docs/embed.md says what they take and tell. `cargo xtask build` fills in what stands between $.

const { url } = import.meta;
const site = url.slice(0, url.lastIndexOf("/embed/") + 1);
const home = site + "embed/$exact$/";

// For as long as the real ones are not here. The same words as in src/locale; a test holds them to it.
const words = ["Chưa tải được phần này.", "Thử lại"];
const english = ["This part could not be loaded.", "Try again"];

const css = `:host(:not([hidden])){display:block}\
.room{display:flex}\
@media not print{.room::before{content:"";font-size:var(--bantin-font-size,medium);height:var(--bantin-min-height,var(--reserve))}}\
.in{min-width:0;width:100%}\
.bantin{all:initial;color:CanvasText;color-scheme:inherit;display:block;font:var(--bantin-font-size,medium)/1.5 var(--bantin-font,system-ui,sans-serif)}\
:host([theme=dark]) .bantin{color-scheme:dark}:host([theme=light]) .bantin{color-scheme:light}`;

// Not `append` and its like: pages have put others in their place.
const make = (tag, properties, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  for (const child of children) node.appendChild(child);
  return node;
};

// A constructed sheet is no inline style, whatever the page's policy says of those. By its text, which is ours. It is
// of one document; an element in another gets its own.
const sheets = {};
const dress = (shadow, text) => {
  try {
    const view = shadow.ownerDocument.defaultView;
    const known = view === window ? sheets : {};
    if (!known[text]) (known[text] = new view.CSSStyleSheet()).replaceSync(text);
    shadow.adoptedStyleSheets = [known[text]];
  } catch {
    // A browser from before 2023.
    shadow.appendChild(make("style", { textContent: text }));
  }
};

// An import has no integrity of its own; a module that was preloaded has.
const preload = (href, integrity) =>
  new Promise((go) => {
    const link = make("link", { href, integrity, rel: "modulepreload", onload: go, onerror: go });
    if (link.relList.supports("modulepreload")) document.head.appendChild(link);
    else go();
  }).then((event) => event?.target.remove());

const hashes = { rating: ["$rating.js$", "$rating_bg.wasm$"], embed: ["$embed.js$", "$embed_bg.wasm$"] };

// By name and the address of the API.
const libraries = {};
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

// What is not here: it is far from the screen yet, or has failed and may be tried again.
const idle = new Set();

class Widget extends HTMLElement {
  static observedAttributes = ["article", "section", "limit", "api", "lang", "heading-level"];

  static #near = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) if (entry.isIntersecting) entry.target.onnear();
    },
    { rootMargin: "400px" },
  );

  #in = make("div", { className: "in" }, make("slot"));
  #room = make("div", { className: "room", onnear: () => this.#start() }, this.#in);
  #style = css;
  // What was started last, so that what comes too late is dropped; nothing before the first.
  #turn;
  #shown;
  #coming;

  constructor() {
    super();
    this.attachShadow({ mode: "open" }).appendChild(this.#room);
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
    dress(this.shadowRoot, this.#style);
    this.#reserve();
    (this.#coming ?? this.#shown)?.follow();
    if (!this.#turn) {
      Widget.#near.observe(this.#room);
      idle.add(this);
    }
  }

  // An element that is moved is taken off and put back in one go.
  async disconnectedCallback() {
    await null;
    if (this.isConnected) return;
    this.#stop();
    this.#turn = 0;
    this.#put(0, make("slot"));
  }

  attributeChangedCallback(name, before, now) {
    this.#reserve();
    // Of many changes at once the last one counts: the others are dropped while they wait.
    if (this.#turn && before !== now) this.#start();
  }

  #reserve() {
    this.#room.style.setProperty("--reserve", `calc(clamp(1,${this.localName === "bantin-rating" ? 2 : parseInt(this.limit) || 5},20)*6.8em + 3em)`);
  }

  #leave() {
    Widget.#near.unobserve(this.#room);
    idle.delete(this);
    this.#coming = this.#coming?.free();
    return (this.#turn = {});
  }

  #stop() {
    this.#leave();
    this.#shown = this.#shown?.free();
  }

  async #start() {
    const turn = this.#leave();
    const place = make("div", { className: "bantin", part: "widget" });
    try {
      const api = new URL(this.api || "api/v1/", site).href;
      const { open, style } = await library(this.localName === "bantin-rating", api);
      if (turn !== this.#turn) return;
      dress(this.shadowRoot, (this.#style = css + style));
      this.#coming = open(this, place, {
        api,
        tell: this.#tell,
        ready: () => {
          const before = this.#shown;
          this.#shown = this.#coming;
          this.#put(place, place);
          this.#coming = before?.free();
          this.#tell("ready");
        },
        failed: this.#fail,
      });
    } catch (error) {
      if (turn === this.#turn) this.#fail(error.name === "CompileError" ? "blocked" : "network");
    }
  }

  #fail = (kind, text, passes = true) => {
    this.#stop();
    const [sorry, again] = this.matches(":lang(vi)") ? words : english;
    const button = make("button", { part: "retry", textContent: again, onclick: Widget.wake });
    const note = make("div", { className: "bantin", part: "error", textContent: `${text || sorry} `, role: "status" });
    if (passes) {
      note.appendChild(button);
      idle.add(this);
    }
    this.#put(button, make("slot"), note);
    this.#tell("error", { kind });
  };

  // Where the focus was in what is replaced, it goes to what replaces it.
  #put(target, ...before) {
    const hadFocus = this.shadowRoot.activeElement;
    this.#in.textContent = "";
    for (const one of before) this.#in.appendChild(one);
    if (hadFocus && target) {
      // What has none of its own can have the focus all the same.
      target.tabIndex += 0;
      target.focus({ preventScroll: true });
    }
  }

  #tell = (name, detail, cancelable) =>
    this.dispatchEvent(new CustomEvent(`bantin-${name}`, { bubbles: true, composed: true, cancelable, detail }));

  // What has failed is tried again, all of it; what is to be printed cannot wait until it is near the screen.
  static wake = ({ type }) => {
    for (const one of [...idle]) if (one.#turn || type === "beforeprint") one.#start();
  };
}

const mirrored = ["article", "section", "limit", "api", "theme"];
for (const name of mirrored) {
  Object.defineProperty(Widget.prototype, name, {
    get() {
      return this.getAttribute(name) || "";
    },
    set(value) {
      if (value == null) this.removeAttribute(name);
      else this.setAttribute(name, value);
    },
  });
}

addEventListener("online", Widget.wake);
addEventListener("beforeprint", Widget.wake);

for (const name of ["bantin-rating", "bantin-related", "bantin-latest"]) {
  // The script may be here twice, or in two versions: the first one stays.
  if (!customElements.get(name)) customElements.define(name, class extends Widget {});
}
