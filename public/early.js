// Before anything is painted: how the reader wants to read (src/reader/settings.rs), and that scripts run. A script of its
// own, since WebAssembly comes later. The build puts it into the page, whose policy knows its hash. Whoever has chosen
// nothing waits for nothing: what is kept is taken apart only where something is. In a block, since names at the top would
// be those of every script in the page.
{
  const { dataset } = document.documentElement;
  dataset.script = "";
  try {
    const put = (choices) => {
      for (const name of ["size", "width", "font", "theme", "motion"]) {
        const value = choices?.[name];
        if (typeof value == "string") dataset[name] = value;
      }
    };
    const now = localStorage.getItem("bantin:2:settings");
    // As release 0.1.0 wrote it, where the app has not taken it in yet: `size:4 theme:sepia`.
    const before = localStorage.getItem("bantin:settings");
    try {
      if (now) put(JSON.parse(now));
    } catch {}
    if (before) put(Object.fromEntries(before.split(" ").map((choice) => choice.split(":"))));
  } catch {}
}
