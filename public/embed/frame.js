// In a widget's own page, in somebody's <iframe>: takes what the address says of its looks, and tells the
// page around it how high the widget is and what becomes of it. It tells nobody but the origin of that page:
// the one the browser knows, or, where it does not say, the one the reader comes from.
const widget = document.querySelector("bantin-rating, bantin-related, bantin-latest");
const wanted = new URLSearchParams(location.search);
for (const name of ["theme", "lang", "limit"]) {
  const value = wanted.get(name);
  // Names, tags of languages and numbers, nothing else.
  if (/^[\w-]+$/.test(value ?? "")) widget.setAttribute(name, value);
}
const theme = wanted.get("theme");
if (theme === "light" || theme === "dark") document.documentElement.style.colorScheme = theme;

const around = () => {
  const known = location.ancestorOrigins?.[0];
  if (known) return known;
  return document.referrer ? new URL(document.referrer).origin : "null";
};

const origin = around();
// A page in a sandbox has no origin that could be told apart from others.
if (parent !== window && origin !== "null") {
  const tell = (bantin, detail) => parent.postMessage({ bantin, ...detail }, origin);
  const measure = () => tell("size", { height: Math.ceil(widget.getBoundingClientRect().height) });
  new ResizeObserver(measure).observe(widget);
  for (const name of ["ready", "rated", "error"]) {
    widget.addEventListener(`bantin-${name}`, ({ detail }) => tell(name, detail));
  }
}
