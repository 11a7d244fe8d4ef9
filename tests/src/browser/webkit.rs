//! WebKitGTK's MiniBrowser, on a screen of its own that nobody sees.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use super::between::Between;
use super::engine::{Driver, Group, accompany, drive, free_port};

/// A screen so narrow that its pointer, in the middle, rests on the margin of every page. Without a window
/// manager a window has the focus where the pointer is.
const SCREEN: &str = "8x1000x24";

/// The bar above the page, no wider than the narrowest page.
const SMALL_BAR: &str = "* { min-width: 0; min-height: 0; padding: 0; margin: 0; border-width: 0; border-spacing: 0; font-size: 1px }";

/// Shows the page in view as paper does: what its stylesheets say of paper holds, what they say of screens does not.
pub const ON_PAPER: &str = "[...document.styleSheets].forEach((sheet) => { for (const { media } of sheet.cssRules) if (media) media.mediaText = media.mediaText.replace(/print|screen/g, (word) => (word === 'print' ? 'screen' : 'print')); })";

/// Xvfb at work, and the display it offers.
pub struct Screen {
    pub display: String,
    _xvfb: Child,
    _group: Group,
}

impl Screen {
    pub async fn open() -> Self {
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"]);
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let (mut xvfb, group) = accompany(&mut command);
        let mut line = String::new();
        BufReader::new(xvfb.stdout.take().unwrap()).read_line(&mut line).await.unwrap();
        Self { display: format!(":{}", line.trim()), _xvfb: xvfb, _group: group }
    }
}

pub fn driver(screen: &Screen, profile: &Path) -> Driver {
    let config = profile.join("gtk-3.0");
    std::fs::create_dir_all(&config).unwrap();
    std::fs::write(config.join("gtk.css"), SMALL_BAR).unwrap();
    let port = free_port();
    let mut command = Command::new("WebKitWebDriver");
    command.arg(format!("--port={port}"));
    command.env("DISPLAY", &screen.display).env_remove("WAYLAND_DISPLAY");
    for name in ["XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"] {
        command.env(name, profile);
    }
    command.env("GSETTINGS_BACKEND", "memory").env("NO_AT_BRIDGE", "1");
    command.env("LIBGL_ALWAYS_SOFTWARE", "1").env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
    // Its sandbox needs name spaces that root in a container has not.
    command.env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1");
    drive(command, port)
}

pub fn capabilities(between: &Between) -> Value {
    // Not as a capability: its driver would encrypt the way to a proxy for what is encrypted itself.
    let proxy = format!("--proxy=http://{}", between.address());
    let options = json!({ "binary": mini_browser(), "args": ["--automation", proxy] });
    json!({ "acceptInsecureCerts": true, "webkitgtk:browserOptions": options })
}

/// Where Debian keeps it: beside the library, whose version is in the path.
fn mini_browser() -> PathBuf {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|folder| std::fs::read_dir(folder.path()).ok())
        .flat_map(|folders| folders.flatten())
        .map(|folder| folder.path().join("MiniBrowser"))
        .filter(|program| program.is_file())
        .collect();
    found.sort();
    found.pop().expect("MiniBrowser is installed (cargo xtask test installs it)")
}
