// Before anything is painted: how the reader wants to read (src/reader/settings.rs), and that scripts run.
// The build puts it into the page, whose policy knows its hash.
document.documentElement.dataset.script = "";
try {
  for (const choice of (localStorage.getItem("bantin:settings") || "").split(" ")) {
    const [name, value] = choice.split(":");
    if (value) document.documentElement.dataset[name] = value;
  }
} catch {}
