//! Chromium, whose driver passes commands of the DevTools protocol on.

use serde_json::{Value, json};
use tokio::process::Command;

use super::Browser;
use super::engine::{Driver, drive, free_port};

/// What Chromium must be told for names of other sites: they lead here, and the certificates are ours.
const SITES: &[&str] =
    &["--host-resolver-rules=MAP *.example 127.0.0.1", "--ignore-certificate-errors"];

pub fn driver() -> Driver {
    let port = free_port();
    let mut command = Command::new("chromedriver");
    command.arg(format!("--port={port}"));
    drive(command, port)
}

pub fn capabilities(width: u32, height: u32, profile: &std::path::Path) -> Value {
    let mut all: Vec<String> = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
    ]
    .iter()
    .chain(SITES)
    .map(|argument| (*argument).to_owned())
    .collect();
    all.push(format!("--user-data-dir={}", profile.display()));
    all.push(format!("--window-size={width},{height}"));
    json!({
        "goog:chromeOptions": { "args": all },
        "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
    })
}

impl Browser {
    /// A command of the DevTools protocol.
    pub async fn devtools(&self, name: &str, parameters: Value) -> Value {
        self.command("goog/cdp/execute", json!({ "cmd": name, "params": parameters })).await
    }

    /// Every event that DevTools told since the last call.
    pub async fn events(&self) -> Vec<Value> {
        let entries = self.log("performance").await;
        let read = |entry: &Value| serde_json::from_str(entry["message"].as_str()?).ok();
        entries.iter().filter_map(read).collect()
    }

    pub(super) async fn log(&self, kind: &str) -> Vec<Value> {
        match self.command("se/log", json!({ "type": kind })).await {
            Value::Array(entries) => entries,
            other => panic!("no log: {other:?}"),
        }
    }

    /// What was asked for since the last call.
    pub(super) async fn requests_told(&self) -> Vec<String> {
        self.events()
            .await
            .iter()
            .filter(|event| event["message"]["method"] == "Network.requestWillBeSent")
            .filter_map(|event| {
                let request = &event["message"]["params"]["request"];
                Some(format!("{} {}", request["method"].as_str()?, request["url"].as_str()?))
            })
            .collect()
    }
}
