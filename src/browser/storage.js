// The browser's storage, as src/browser/storage.rs says. Nothing here throws, and no method of lists is used: pages have
// patched them.

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
