// Reading without a network: registers the worker, and tells the reader when a newer version of the app has come. In
// JavaScript, since it must work in a page whose app is older than the worker, and needs nothing of the app.

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

// Asking a browser for its worker may throw: in a sandbox, or where an extension has put something in its place. Then, and
// where it has none, there is no reading without a network.
try {
  navigator.serviceWorker?.register(new URL("./sw.js", import.meta.url)).then(attend).catch(() => {});
} catch {}
