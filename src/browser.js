// What WebAssembly asks of a browser in a whole call where the same, made of many small ones, would weigh
// a multiple of it on either side (ADR 11). src/browser/mod.rs says what each takes and gives. Nothing here
// throws, and no method of lists is used: pages have patched them.

// How long an answer may take, in milliseconds.
const TIMEOUT = 15000;

// What can break off each page that was begun to be read, by its number. One that is broken off stays until the next
// time, for the files that it still would have asked for.
const pages = new Map();

export const break_off = (kept) =>
  pages.forEach((controller, number) => {
    if (controller.signal.aborted) pages.delete(number);
    else if (number !== kept) controller.abort();
  });

// A request, or nothing where it cannot be made.
export const request = (url, method, token, body, keepalive, page) => {
  try {
    const headers = {};
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body) headers["Content-Type"] = "application/json";
    let signal = AbortSignal.timeout?.(TIMEOUT);
    if (page) {
      if (!pages.has(page)) pages.set(page, new AbortController());
      signal = AbortSignal.any?.([signal, pages.get(page).signal]) ?? signal;
    }
    // No cookie is ever part of the contract.
    return new Request(url, { method, headers, body, keepalive, signal, credentials: "omit" });
  } catch {
    // No address.
  }
};

// The answer, or the name of the error. A page may have put a `fetch` of its own in the place of the browser's, which
// fails with anything.
export const answer_of = async (request) => {
  try {
    const answer = await fetch(request);
    return answer instanceof Response ? answer : undefined;
  } catch (error) {
    return error?.name;
  }
};

// A field of what JSON.parse gave, and not what a page has given to all objects; `.` is the value itself.
export const field = (value, name) =>
  name === "." ? value : value != null && Object.hasOwn(value, name) ? value[name] : undefined;

// Where storage is blocked or full.
const memory = new Map();

const storage = () => {
  try {
    // Asking for the storage throws where it is blocked.
    return localStorage;
  } catch {}
};

export const stored = (key) => memory.get(key) ?? storage()?.getItem(key) ?? undefined;

// 0 that it is kept, 1 that nothing is, 2 that there is no room: then memory has it.
export const store = (key, value) => {
  try {
    localStorage.setItem(key, value);
    memory.delete(key);
    return 0;
  } catch (error) {
    memory.set(key, value);
    return error?.name === "QuotaExceededError" ? 2 : 1;
  }
};

export const forget = (key) => {
  memory.delete(key);
  storage()?.removeItem(key);
};

export const stored_keys = (prefix) => {
  const keys = [];
  const add = (key) => {
    if (key.startsWith(prefix)) keys[keys.length] = key;
  };
  for (const key of memory.keys()) add(key);
  const kept = storage();
  for (let at = 0; at < kept?.length; at++) add(kept.key(at));
  return keys;
};

// What an event says of a choice between radios: 0 that it is not an arrow that moves it next, 1 that it is, 2 that the
// choice is made, by Enter or by leaving the group. A key that is used here goes no further: pages have keys of their own.
export const of_choice = (event) => {
  const { key, target, type } = event;
  const isRadio = target.type === "radio";
  if (type === "focusout") return isRadio && target.parentNode.contains(event.relatedTarget) ? undefined : 2;
  if (event.ctrlKey || event.metaKey || event.altKey) return 0;
  const isArrow = isRadio && /^Arrow/.test(key);
  const isEnter = key === "Enter";
  if (isArrow || isEnter || key === " ") event.stopPropagation();
  if (type !== "keydown") return 0;
  if (!isEnter || !isRadio) return Number(isArrow);
  event.preventDefault();
  // Chooses the one that has the focus, where none is chosen yet.
  target.click();
  return 2;
};

export const share = async (title) => {
  const url = document.querySelector("link[rel=canonical]")?.href ?? location.href;
  try {
    if (navigator.share) {
      // Refused when the reader closes the sheet.
      await navigator.share({ title, url }).catch(() => {});
      return false;
    }
    await navigator.clipboard.writeText(url);
    return true;
  } catch {
    location.href = `mailto:?subject=${encodeURIComponent(title)}&body=${encodeURIComponent(url)}`;
  }
};

// Some engines have no word for it. A page in the background has no idle moments.
export const idle = () =>
  new Promise((go) => (self.requestIdleCallback ? requestIdleCallback(go, { timeout: 2000 }) : setTimeout(go, 200)));

export const was_read = (url) => {
  const { href } = new URL(url, location.href);
  try {
    // Asking for it throws where a page may have no worker.
    navigator.serviceWorker?.controller?.postMessage({ read: href });
  } catch {}
};

export const article_in_view = () => {
  const article = document.querySelector(".article[lang]");
  const { dateTime } = article?.querySelector("time") ?? {};
  if (!dateTime) return;
  const title = article.querySelector("h1").textContent.replace(/\s+/g, " ").trim();
  return JSON.stringify({ lang: article.lang, published: dateTime, title });
};

export const keep = async (name, data) => {
  try {
    const cache = await caches.open(`bantin-saved-${name}`);
    const [page] = location.href.split("#");
    const pictures = [...document.querySelectorAll(".article img")].map((one) => one.currentSrc || one.src);
    await Promise.all([page, data, ...pictures].map((url) => cache.add(url).catch(() => {})));
  } catch {
    // A browser without caches, or a page that is not secure.
  }
};

export const unkeep = async (name) => {
  try {
    await caches.delete(`bantin-saved-${name}`);
  } catch {
    // Nothing could be kept either.
  }
};

export const one_decimal = (value, mark) => value.toFixed(1).replace(".", mark);

export const plural_category = (tag, count) => new Intl.PluralRules(tag).select(count);

// The file of words at `url`; empty where it cannot be had.
export const words = async (url) => {
  try {
    const answer = await fetch(url, { credentials: "omit", signal: AbortSignal.timeout?.(15000) });
    if (answer.ok) return await answer.text();
  } catch {}
  return "";
};

export const prove = async (challenge, bits) => {
  for (let nonce = 0; crypto.subtle && nonce < 2 ** 32; nonce++) {
    const answer = `${challenge}.${nonce}`;
    const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(answer));
    if (Math.clz32(new DataView(hash).getUint32(0)) >= bits) return answer;
  }
};

// By the letters of CLDR; what stands between apostrophes is text. A number has as many digits as there are letters.
export const date = (rfc3339, timeZone, tag, pattern) => {
  try {
    const numeric = "numeric";
    const known = {};
    const options = { timeZone, calendar: "gregory", numberingSystem: "latn", hourCycle: "h23" };
    const month = pattern.includes("MMM") ? "long" : numeric;
    Object.assign(options, { year: numeric, month, day: numeric, hour: numeric, minute: numeric });
    const parts = new Intl.DateTimeFormat(tag, options).formatToParts(new Date(rfc3339));
    for (const { type, value } of parts) known[type] = value;
    const { year: y, month: M, day: d, hour: H, minute: m } = known;
    return pattern.replace(/'([^']*)'|([yMdHm])\2*/g, (run, text, letter) => {
      const value = { y, M, d, H, m }[letter];
      return value >= 0 ? `${+value}`.padStart(run.length, 0) : value ?? text;
    });
  } catch {
    return rfc3339;
  }
};
