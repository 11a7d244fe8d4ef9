// The pictures of an article, large: fetched when the first one is opened (ADR 13). What is open stands in the
// address (`#photo-2`), so that it can be handed on, reloaded and left by going back.

const PHOTO = ".article .photo";
// A finger that moves so many pixels to a side turns the page.
const SWIPE = 40;

const photos = () => [...document.querySelectorAll(PHOTO)];
const asked = () => Number(/^#photo-(\d+)$/.exec(location.hash)?.[1] ?? 0);

let dialog;
let at = 0;
// Whether going back leads to the page without a picture.
let isPushed = false;

const make = (tag, properties, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};

// The page's own words for it stand on the article.
const words = () => document.querySelector("[data-photo-words]")?.dataset.photoWords.split("|") ?? [];

const large = (photo) => {
  const picture = photo.querySelector("picture, img").cloneNode(true);
  for (const source of picture.querySelectorAll("source")) source.sizes = "100vw";
  const img = picture.matches("img") ? picture : picture.querySelector("img");
  img.loading = "eager";
  return picture;
};

const show = (number) => {
  const all = photos();
  at = Math.min(Math.max(number, 1), all.length);
  const photo = all[at - 1];
  const caption = photo.closest("figure")?.querySelector("figcaption")?.cloneNode(true);
  const count = `${at} / ${all.length}`;
  dialog.querySelector(".viewer-photo").replaceChildren(large(photo), ...(caption ? [caption] : []));
  dialog.querySelector(".viewer-count").textContent = count;
  dialog.querySelector(".viewer-before").disabled = at === 1;
  dialog.querySelector(".viewer-after").disabled = at === all.length;
  if (!dialog.open) dialog.showModal();
  // The arrow keys move a caption that is longer than its place.
  if (caption?.scrollHeight > caption?.clientHeight) caption.tabIndex = 0;
};

const turn = (by) => {
  const next = at + by;
  if (next < 1 || next > photos().length) return;
  // A button that is switched off lets go of the focus.
  const hadFocus = document.activeElement;
  show(next);
  if (hadFocus?.disabled) dialog.querySelector(".viewer-close").focus();
  history.replaceState(history.state, "", `#photo-${at}`);
};

const leave = () => {
  if (isPushed) history.back();
  else {
    history.replaceState(history.state, "", location.pathname + location.search);
    dialog.close();
  }
};

const build = () => {
  const [label, before, after, close] = words();
  const button = (name, sign, title, onclick) =>
    make("button", { type: "button", className: `viewer-${name}`, title, ariaLabel: title, onclick, textContent: sign });
  const isReversed = getComputedStyle(document.documentElement).direction === "rtl" ? -1 : 1;
  dialog = make(
    "dialog",
    { className: "viewer", ariaLabel: label },
    make("p", { className: "viewer-count", role: "status" }),
    make("figure", { className: "viewer-photo" }),
    button("before", "‹", before, () => turn(-1)),
    button("after", "›", after, () => turn(1)),
    button("close", "×", close, leave),
  );
  dialog.lastChild.autofocus = true;
  dialog.addEventListener("keydown", ({ key }) => {
    if (key === "ArrowRight") turn(isReversed);
    if (key === "ArrowLeft") turn(-isReversed);
  });
  // Escape, and a phone's own gesture for it.
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    leave();
  });
  // Beside the picture.
  dialog.addEventListener("click", ({ target }) => target === dialog && leave());
  let start;
  dialog.addEventListener("pointerdown", ({ clientX, isPrimary }) => (start = isPrimary ? clientX : undefined));
  dialog.addEventListener("pointerup", ({ clientX }) => {
    const moved = clientX - start;
    if (Math.abs(moved) > SWIPE) turn(moved < 0 ? isReversed : -isReversed);
  });
  const opener = photos()[at - 1];
  dialog.addEventListener("close", () => {
    dialog.remove();
    dialog = undefined;
    // To the picture that was seen last, which may be another than it began with.
    (photos()[at - 1] ?? opener)?.focus({ preventScroll: true });
  });
  document.body.append(dialog);
};

const appear = (number) => {
  if (!dialog) build();
  show(number);
};

addEventListener("popstate", () => {
  if (asked() && photos().length) {
    isPushed = true;
    appear(asked());
  } else dialog?.close();
});

// Opens `photo`, a link around a picture. Throws where it is none of the page's: it is still a link.
export const open = (photo) => {
  at = photos().indexOf(photo) + 1;
  if (!at) throw new Error("no picture of this page");
  // Where the page is now, which may have been scrolled a moment ago: going back leads there.
  history.replaceState(scrollY, "");
  history.pushState(null, "", `#photo-${at}`);
  isPushed = true;
  appear(at);
};

// Opens what the address asks for.
export const resume = () => {
  if (asked() && photos().length) appear(asked());
};
