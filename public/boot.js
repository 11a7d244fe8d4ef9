// Starts the app. A page that has its text already is not hurried: the app comes after everything that
// is on screen, and with Save-Data only when the reader reaches for something that needs it. When the
// app cannot start (no WebAssembly, a file that did not arrive), the page says so and offers a way on.
const page = document.querySelector("#boot:not(.boot)");

// A reader who leaves breaks off what is on its way, and some browsers say so while the page is still there: an error
// is told a moment later, an AbortError after five seconds, when the next page would have taken the place of this one.
const fail = (error) =>
  setTimeout(
    () => {
      console.error(error);
      // The skeleton goes; text stays.
      document.querySelector("#boot.boot")?.remove();
      document.getElementById("failed")?.removeAttribute("hidden");
    },
    error?.name === "AbortError" ? 5000 : 1000,
  );

const once = (target, ...types) =>
  new Promise((go) => types.forEach((type) => target.addEventListener(type, go, { once: true })));

// Asking a browser what it has may throw: in a sandbox, or where an extension has put something in its place.
const isSaving = () => {
  try {
    return navigator.connection?.saveData;
  } catch {}
};

const settled = async () => {
  const place = document.querySelector(".rating-place");
  if (place && isSaving()) {
    const wanted = document.querySelectorAll(".rating-place, .settings, .article-tools");
    await Promise.race([...wanted].map((one) => once(one, "pointerdown", "focusin")));
  }
  if (document.readyState !== "complete") await once(window, "load");
  // Not where the browser would wait: a page in the background has no idle moments.
  if ("requestIdleCallback" in window) await new Promise((go) => requestIdleCallback(go, { timeout: 300 }));
};

// What the reader has pressed before the app is there, in that order; what they press again while they wait, once.
const asked = new Set();
const note = ({ target }) => {
  const control = target.closest?.(".article-tools button");
  if (!control) return;
  asked.delete(control);
  asked.add(control);
};
addEventListener("click", note);

try {
  if (typeof WebAssembly !== "object") throw new Error("This browser has no WebAssembly.");
  if (page) await settled();
  // To draw a page, the app needs its second piece as well, and what that shares with the third.
  else {
    for (const href of [new URL("./split_later.wasm", import.meta.url), new URL("./chunk_3.wasm", import.meta.url)])
      document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "fetch", crossOrigin: "", href }));
  }
  // Whatever else is still on its way to the page comes first.
  const wasm = fetch(new URL("./app_bg.wasm", import.meta.url), { priority: "low" });
  // What the app says in the page's language (src/locale/spoken.rs). `trunk serve` has pages without: the app asks by itself.
  const words = document.getElementById("bantin-words");
  const said = words && fetch(words.dataset.src, { signal: AbortSignal.timeout?.(15000) }).then((answer) => {
    if (answer.ok) return answer.text();
    throw new Error(`${answer.status} ${answer.url}`);
  });
  // Told of below, and not before.
  wasm.catch(() => {});
  said?.catch(() => {});
  const app = await import("./app.js");
  const begun = once(window, "bantin:begun");
  if (words) words.textContent = await said;
  await app.default({ module_or_path: wasm });
  await begun;
  removeEventListener("click", note);
  for (const control of asked) control.click();
  // Reading without a network. The page works without.
  import("./register.js").catch((error) => setTimeout(console.error, 1000, error));
} catch (error) {
  fail(error);
}
