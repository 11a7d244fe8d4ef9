// In a widget's own page, in somebody's <iframe>: takes theme, language and limit from the address, and tells the
// page around it how high the widget is and which events it has had. Only the origin of that page is told: the one
// that the browser names, or, where it names none, that of the referrer.
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
