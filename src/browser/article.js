// What is done with the article in view, as src/browser/article.rs says. Nothing here throws.

export const share = async (title) => {
  const url = document.querySelector("link[rel=canonical]")?.href ?? location.href;
  try {
    if (navigator.share) {
      // An AbortError when the reader closes the sheet; refused when too long after the click.
      const error = await navigator.share({ title, url }).catch((error) => error);
      if (!error || error.name === "AbortError") return false;
    }
    await navigator.clipboard.writeText(url);
    return true;
  } catch {
    location.href = `mailto:?subject=${encodeURIComponent(title)}&body=${encodeURIComponent(url)}`;
  }
};

export const was_read = (url) => {
  try {
    const { href } = new URL(url, location.href);
    // Asking for it throws where a page may have no worker.
    navigator.serviceWorker?.controller?.postMessage({ read: href });
  } catch {}
};

export const keep = async (name, page, data) => {
  let stores;
  try {
    // Asking for them throws where a page may have none.
    stores = self.caches;
  } catch {}
  // Also a page that is not secure has none.
  if (!stores) return true;
  try {
    const pictures = [...document.querySelectorAll(".article img")].map((one) => one.currentSrc || one.src);
    const cache = await stores.open(`bantin-saved-${name}`);
    const add = (url) => cache.add(url).then(() => true, () => false);
    const [has_page, has_data] = await Promise.all([page, data, ...pictures].map(add));
    return has_page && has_data;
  } catch {
    return false;
  }
};

export const unkeep = async (name) => {
  try {
    await caches.delete(`bantin-saved-${name}`);
  } catch {
    // Nothing could be kept either.
  }
};
