// Requests, each a whole call: the same made of many small ones would weigh a multiple of it on either side (ADR 11).
// src/browser/requests.rs says what each takes and gives. Nothing here throws, and no method of lists is used: pages
// have patched them.

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

const text = async (url) => {
  try {
    const answer = await fetch(url, { credentials: "omit", signal: AbortSignal.timeout?.(TIMEOUT) });
    if (answer.ok) return await answer.text();
  } catch {}
  return "";
};

// Files of words that are on their way: whoever asks meanwhile waits for the same answer.
const files = new Map();

// The file of words at `url`; empty where it cannot be had.
export const words = (url) => {
  if (!files.has(url)) {
    const file = text(url);
    files.set(url, file);
    file.then(() => files.delete(url));
  }
  return files.get(url);
};

// A field of what JSON.parse gave, and not what a page has given to all objects; `.` is the value itself.
export const field = (value, name) =>
  name === "." ? value : value != null && Object.hasOwn(value, name) ? value[name] : undefined;
