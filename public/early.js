// Before anything is painted: how the reader wants to read (src/reader/settings.rs), and that scripts run. A script of its
// own, since WebAssembly comes later. The build puts it into the page, whose policy knows its hash.
document.documentElement.dataset.script = "";
try {
  const kept = (key) => localStorage.getItem(`bantin:${key}`) || "";
  // As release 0.1.0 wrote it, where the app has not taken it in yet: `size:4 theme:sepia`.
  const before = Object.fromEntries(kept("settings").split(" ").map((choice) => choice.split(":")));
  let now;
  try {
    now = JSON.parse(kept("2:settings"));
  } catch {}
  for (const name of ["size", "width", "font", "theme", "motion"]) {
    const value = before[name] ?? now?.[name];
    if (typeof value === "string") document.documentElement.dataset[name] = value;
  }
} catch {}
