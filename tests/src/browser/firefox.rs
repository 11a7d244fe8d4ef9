//! Firefox, whose driver lets tests into the browser's own part: there a page has any size and any medium.

use serde_json::{Value, json};
use tokio::process::Command;

use super::Browser;
use super::between::Between;
use super::engine::{Driver, drive, free_port};

pub fn driver(profile: &std::path::Path) -> Driver {
    let port = free_port();
    let mut command = Command::new("geckodriver");
    command.arg(format!("--port={port}")).arg("--allow-system-access");
    command.arg("--websocket-port=0").arg("--profile-root").arg(profile);
    drive(command, port)
}

pub fn capabilities(between: &Between) -> Value {
    let at = between.address();
    json!({
        "acceptInsecureCerts": true,
        "proxy": { "proxyType": "manual", "httpProxy": at, "sslProxy": at },
        "moz:firefoxOptions": {
            "binary": "firefox-esr",
            "args": ["-headless", "--width=1400", "--height=1600"],
            "prefs": {
                "network.proxy.allow_hijacking_localhost": true,
                // A connection that ends without an answer is a network that is away.
                "network.http.request.max-attempts": 1,
                // Beside no page, as on a phone.
                "ui.useOverlayScrollbars": 1,
                "widget.gtk.overlay-scrollbars.enabled": true,
                "network.captive-portal-service.enabled": false,
                "network.connectivity-service.enabled": false,
            },
        },
    })
}

impl Browser {
    /// Runs a script in the browser's own window, with `browser` as the element that shows the page.
    async fn inside(&self, script: &str) {
        self.command("moz/context", json!({ "context": "chrome" })).await;
        let script = format!("const browser = gBrowser.selectedBrowser; {script}");
        let result = self.client.execute(&script, vec![]).await;
        self.command("moz/context", json!({ "context": "content" })).await;
        result.unwrap();
    }

    /// Gives the element that shows the page this size: a window has a least width.
    pub(super) async fn resize_inside(&self, width: u32, height: u32) {
        let mut script = String::new();
        for (name, value) in [("width", width), ("height", height)] {
            for limit in ["", "min-", "max-"] {
                script += &format!(
                    "browser.style.setProperty('{limit}{name}', '{value}px', 'important');"
                );
            }
        }
        self.inside(&script).await;
    }

    /// Sets one of the overrides of what shows the page.
    pub(super) async fn set_override(&self, name: &str, value: &str) {
        self.inside(&format!("browser.browsingContext.{name} = {};", json!(value))).await;
    }
}
