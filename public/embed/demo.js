// The page on which somebody tries the widgets: shows what is chosen, and the code for it.
const form = document.getElementById("demo");
const { root, live, exact, integrity, copied, notCopied } = form.dataset;
const at = (id) => document.getElementById(id);
const usualAccent = form.accent.value;
// Roughly what a widget needs, until it says it itself.
const height = (kind) => (kind === "rating" ? 270 : 50 + 110 * limit());

const limit = () => Math.min(Math.max(parseInt(form.limit.value) || 5, 1), 20);
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

// What the widget is asked for, in the order of the documentation.
const attributes = (kind) => {
  const all = kind === "latest" ? { section: form.section.value } : { article: form.article.value };
  if (kind !== "rating" && limit() !== 5) all.limit = `${limit()}`;
  if (form.lang.value) all.lang = form.lang.value;
  if (form.theme.value) all.theme = form.theme.value;
  return Object.entries(all).filter(([, value]) => value);
};

const frameAddress = (kind, base) => {
  const name = kind === "latest" ? form.section.value : form.article.value;
  const query = new URLSearchParams(attributes(kind).filter(([key]) => key !== "article" && key !== "section"));
  return `${base}embed/${kind}/${name ? `${encodeURIComponent(name)}/` : ""}${query.size ? `?${query}` : ""}`;
};

const title = () => form.querySelector("[name=widget]:checked").parentElement.textContent.trim();

const code = (kind, way) => {
  if (way === "frame") {
    return `<iframe src="${escaped(frameAddress(kind, root))}" title="${escaped(title())}"\n  width="100%" height="${height(kind)}" loading="lazy"></iframe>`;
  }
  const script =
    way === "pinned"
      ? `<script type="module" src="${root}embed/${exact}/v1.js"\n  integrity="${integrity}" crossorigin></script>`
      : `<script type="module" src="${root}embed/v1.js"></script>`;
  const words = attributes(kind).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  return `${script}\n<bantin-${kind}${words.join("")}></bantin-${kind}>`;
};

const css = (kind, way) => {
  if (way === "frame") return "";
  const em = ((kind === "rating" ? 2 : limit()) * 6.8 + 3).toFixed(1).replace(".0", "");
  const accent = form.accent.value === usualAccent ? "" : ` --bantin-accent: ${form.accent.value};`;
  return `bantin-${kind} { display: block; min-height: ${em}em;${accent} }`;
};

const origin = new URL(root).origin;
const service = live && /^https?:/.test(live) ? ` ${new URL(live).origin}` : "";
const policy = (way) =>
  way === "frame"
    ? `frame-src ${origin}`
    : `script-src ${origin} 'wasm-unsafe-eval'; connect-src ${origin}${service}; img-src ${origin}`;

const receiver = `addEventListener("message", ({ origin, source, data }) => {
  if (origin !== "${origin}" || data?.bantin !== "size") return;
  for (const frame of document.querySelectorAll("iframe")) {
    if (frame.contentWindow === source) frame.height = data.height;
  }
});`;

// The same as in the code that is shown, for the frame in this page.
addEventListener("message", ({ origin, source, data }) => {
  if (origin !== location.origin || data?.bantin !== "size") return;
  for (const frame of document.querySelectorAll("iframe")) {
    if (frame.contentWindow === source) frame.height = data.height;
  }
});

const preview = (kind, way) => {
  const place = at("preview");
  place.style.colorScheme = form.theme.value;
  let node;
  if (way === "frame") {
    node = document.createElement("iframe");
    // The site may be served under another address than its own.
    const base = new URL("../", import.meta.url).href;
    Object.assign(node, { src: frameAddress(kind, base), title: title(), height: height(kind) });
  } else {
    node = document.createElement(`bantin-${kind}`);
    for (const [key, value] of attributes(kind)) node.setAttribute(key, value);
    if (form.accent.value !== usualAccent) node.style.setProperty("--bantin-accent", form.accent.value);
  }
  place.replaceChildren(node);
};

const say = (id, text) => {
  at(id).textContent = text;
  at(`${id}-note`).hidden = !text;
};

const update = () => {
  const kind = form.elements.widget.value;
  const way = form.elements.way.value;
  at("field-article").hidden = kind === "latest";
  at("field-section").hidden = kind !== "latest";
  at("field-limit").hidden = kind === "rating";
  at("field-accent").hidden = way === "frame";
  at("code").textContent = code(kind, way);
  say("css", css(kind, way));
  say("receiver", way === "frame" ? receiver : "");
  say("policy", policy(way));
  at("copied").textContent = "";
  preview(kind, way);
};

form.addEventListener("input", update);
form.addEventListener("submit", (event) => event.preventDefault());

at("copy").addEventListener("click", async () => {
  const text = at("code");
  try {
    await navigator.clipboard.writeText(text.textContent);
    at("copied").textContent = copied;
  } catch {
    getSelection().selectAllChildren(text);
    at("copied").textContent = notCopied;
  }
});

update();
