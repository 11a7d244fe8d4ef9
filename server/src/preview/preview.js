// In the pages of a preview alone: shows what is saved, marks what readers would not see, and says what is wrong.
const version = Number(document.currentScript.dataset.version);
const SCROLL = "bantin-preview-scroll";

// Where the page was when it was fetched anew. The app may move it once more when it starts.
const before = JSON.parse(sessionStorage.getItem(SCROLL) ?? "null");
sessionStorage.removeItem(SCROLL);
if (before?.path === location.pathname) {
  const back = () => scrollTo({ top: before.top, behavior: "instant" });
  back();
  addEventListener("load", back, { once: true });
}
const reload = () => {
  sessionStorage.setItem(SCROLL, JSON.stringify({ path: location.pathname, top: scrollY }));
  location.reload();
};

const made = (name, className, text = "") => {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
};

// Beside the page's own content, which the app replaces.
const panel = made("aside", "preview-panel");
panel.lang = "en";
panel.setAttribute("aria-label", "Preview");
document.documentElement.append(panel);

let marks = {};
let mistakes = [];
let isLost = false;
let said = "";

const slugOf = (path) => /\/articles\/([^/]+)\/$/.exec(path)?.[1];

const draw = () => {
  for (const link of document.querySelectorAll("a[href*='/articles/']")) {
    // A picture leads there too, beside the headline.
    const mark = link.querySelector("img") ? undefined : marks[slugOf(link.pathname)];
    if (mark === link.dataset.previewMark) continue;
    if (mark) link.dataset.previewMark = mark;
    else delete link.dataset.previewMark;
  }
  const mark = marks[slugOf(location.pathname)];
  // What is read aloud is not said again when nothing changed.
  const now = JSON.stringify([mark, isLost, mistakes]);
  if (now === said) return;
  said = now;
  const parts = [];
  if (mark) parts.push(made("p", "preview-mark", `${mark}: readers do not see this article`));
  if (isLost) parts.push(made("p", "preview-lost", "The preview has stopped"));
  if (mistakes.length) {
    const list = made("ul", "preview-mistakes");
    list.setAttribute("role", "status");
    for (const { file, line, words, is_small: isSmall } of mistakes) {
      const item = made("li", isSmall ? "preview-small" : "preview-mistake");
      if (file) item.append(made("code", "preview-place", line ? `${file}:${line}` : file), " ");
      item.append(words);
      list.append(item);
    }
    parts.push(list);
  }
  panel.hidden = !parts.length;
  panel.replaceChildren(...parts);
};

const events = new EventSource("/_preview/events");
events.addEventListener("message", ({ data }) => {
  const shown = JSON.parse(data);
  ({ marks, mistakes } = shown);
  isLost = false;
  if (shown.version === version) draw();
  else reload();
});
events.addEventListener("error", () => {
  isLost = true;
  draw();
});
// A browser that has left the page keeps no event for it.
addEventListener("pagehide", () => events.close());
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());

// The app goes from page to page without fetching this again.
let isDue = false;
new MutationObserver(() => {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => {
    isDue = false;
    draw();
  });
}).observe(document.body, { childList: true, subtree: true });
