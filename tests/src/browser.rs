//! A browser, driven over WebDriver in sentences a reader would recognise.

use std::process::Stdio;
use std::time::{Duration, Instant};

use fantoccini::wd::WindowHandle;
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};
use tokio::process::{Child, Command};

/// How long a page may take before a test gives up; no test passes faster or slower by it.
const PATIENCE: Duration = Duration::from_secs(20);

/// A browser window and the driver behind it.
pub struct Browser {
    pub client: Client,
    driver: Child,
    _group: Group,
    _profile: tempfile::TempDir,
}

/// The driver and the browser it started: a test that fails leaves none behind.
struct Group(u32);

impl Drop for Group {
    fn drop(&mut self) {
        let group = format!("-{}", self.0);
        // Gone already after a test that went well.
        let mut kill = std::process::Command::new("kill");
        let _ = kill.args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
    }
}

impl Browser {
    /// A fresh window of this size, with a fresh profile.
    pub async fn open(width: u32, height: u32) -> Self {
        Self::open_with(width, height, &[]).await
    }

    pub async fn open_with(width: u32, height: u32, arguments: &[&str]) -> Self {
        let port = {
            // The kernel's choice of a free port; the driver takes it a moment later.
            let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
            listener.local_addr().unwrap().port()
        };
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .process_group(0)
            .spawn()
            .expect("chromedriver is on PATH (cargo xtask test installs it)");
        let group = Group(driver.id().unwrap());
        let profile = tempfile::tempdir().unwrap();
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
        .map(str::to_owned)
        .to_vec();
        all.push(format!("--user-data-dir={}", profile.path().display()));
        all.push(format!("--window-size={width},{height}"));
        all.extend(arguments.iter().map(|argument| (*argument).to_owned()));
        let capabilities = json!({
            "goog:chromeOptions": { "args": all },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        });
        let Value::Object(capabilities) = capabilities else { unreachable!() };
        let started = Instant::now();
        let client = loop {
            let mut builder = ClientBuilder::new(hyper_util_connector());
            match builder
                .capabilities(capabilities.clone())
                .connect(&format!("http://127.0.0.1:{port}"))
                .await
            {
                Ok(client) => break client,
                Err(error) if started.elapsed() > PATIENCE => panic!("no browser: {error}"),
                Err(_) => tokio::time::sleep(Duration::from_millis(200)).await,
            }
        };
        let browser = Self { client, driver, _group: group, _profile: profile };
        browser.resize(width, height).await;
        browser
    }

    /// Gives the page this size. A desktop window has a least width; this has none.
    pub async fn resize(&self, width: u32, height: u32) {
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// What axe-core objects to on the page, a line each.
    pub async fn axe(&self) -> Value {
        let axe = std::env::var_os("BANTIN_AXE").expect("run through: cargo xtask test browser");
        let axe = std::fs::read_to_string(axe).unwrap();
        // Through DevTools: the page's policy rightly forbids injected scripts.
        self.devtools("Runtime.evaluate", json!({ "expression": axe })).await;
        let run = json!({
            "expression": "axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }).then((r) => r.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' | ')}`))",
            "awaitPromise": true,
            "returnByValue": true,
        });
        self.devtools("Runtime.evaluate", run).await["result"]["value"].clone()
    }

    /// Runs `script` in this window before any page's own.
    pub async fn before_every_page(&self, script: &str) {
        let script = json!({ "source": script });
        self.devtools("Page.addScriptToEvaluateOnNewDocument", script).await;
    }

    /// A second window of the same reader; [`Browser::look_at`] goes from one to the other.
    pub async fn another_window(&self, script: &str) -> WindowHandle {
        let handle = self.client.new_window(true).await.unwrap().handle;
        self.look_at(&handle).await;
        self.before_every_page(script).await;
        handle
    }

    /// The window that is looked at.
    pub async fn window(&self) -> WindowHandle {
        self.client.window().await.unwrap()
    }

    pub async fn look_at(&self, window: &WindowHandle) {
        self.client.switch_to_window(window.clone()).await.unwrap();
    }

    pub async fn close(mut self) {
        let _ = self.client.close().await;
        let _ = self.driver.kill().await;
    }

    pub async fn go(&self, url: &str) {
        self.client.goto(url).await.unwrap();
    }

    /// The value of a JavaScript expression.
    pub async fn eval(&self, expression: &str) -> Value {
        self.client.execute(&format!("return ({expression});"), vec![]).await.unwrap()
    }

    /// Waits until an expression is true.
    pub async fn until(&self, what: &str, expression: &str) {
        let started = Instant::now();
        while self.eval(&format!("Boolean({expression})")).await != json!(true) {
            assert!(started.elapsed() < PATIENCE, "{what}\n{}", self.text().await);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until the page shows this text.
    pub async fn see(&self, text: &str) {
        let text = serde_json::to_string(text).unwrap();
        self.until(
            &format!("the page never showed {text}"),
            &format!("document.body.innerText.includes({text})"),
        )
        .await;
    }

    /// Waits until the app is there: pages are readable before.
    pub async fn app(&self) {
        self.until("the app never came", "document.getElementById('announcement')").await;
    }

    pub async fn text(&self) -> String {
        self.eval("document.body.innerText").await.as_str().unwrap_or_default().to_owned()
    }

    pub async fn click(&self, selector: &str) {
        self.until(
            &format!("there is no {selector}"),
            &format!("document.querySelector({})", json!(selector)),
        )
        .await;
        self.client.find(Locator::Css(selector)).await.unwrap().click().await.unwrap();
    }

    /// Presses keys where the focus is.
    pub async fn press(&self, keys: &str) {
        self.client.active_element().await.unwrap().send_keys(keys).await.unwrap();
    }

    /// What the console printed as errors since the last call.
    pub async fn console_errors(&self) -> Vec<String> {
        let entries = self.log("browser").await;
        let is_error = |entry: &&Value| entry["level"] == "SEVERE";
        entries.iter().filter(is_error).map(|entry| entry["message"].to_string()).collect()
    }

    /// What was asked for since the last call: method, blank, address.
    pub async fn requests(&self) -> Vec<String> {
        let entries = self.log("performance").await;
        entries
            .iter()
            .filter_map(|entry| serde_json::from_str::<Value>(entry["message"].as_str()?).ok())
            .filter(|event| event["message"]["method"] == "Network.requestWillBeSent")
            .filter_map(|event| {
                let request = &event["message"]["params"]["request"];
                Some(format!("{} {}", request["method"].as_str()?, request["url"].as_str()?))
            })
            .collect()
    }

    /// Every event that DevTools told since the last call.
    pub async fn events(&self) -> Vec<Value> {
        let entries = self.log("performance").await;
        let read = |entry: &Value| serde_json::from_str(entry["message"].as_str()?).ok();
        entries.iter().filter_map(read).collect()
    }

    async fn log(&self, kind: &str) -> Vec<Value> {
        let command = SessionCommand { path: "se/log", body: json!({ "type": kind }) };
        match self.client.issue_cmd(command).await {
            Ok(Value::Array(entries)) => entries,
            other => panic!("no log: {other:?}"),
        }
    }

    /// A command of the DevTools protocol.
    pub async fn devtools(&self, name: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": name, "params": parameters });
        self.client.issue_cmd(SessionCommand { path: "goog/cdp/execute", body }).await.unwrap()
    }

    /// Keeps a picture of the window, when `BANTIN_SHOTS` names a folder for them.
    pub async fn shot(&self, name: &str) {
        if let Some(folder) = std::env::var_os("BANTIN_SHOTS") {
            let bytes = self.client.screenshot().await.unwrap();
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(std::path::Path::new(&folder).join(format!("{name}.png")), bytes)
                .unwrap();
        }
    }
}

fn hyper_util_connector() -> hyper_util::client::legacy::connect::HttpConnector {
    hyper_util::client::legacy::connect::HttpConnector::new()
}

/// A command that WebDriver itself does not have.
#[derive(Debug)]
struct SessionCommand {
    path: &'static str,
    body: Value,
}

impl fantoccini::wd::WebDriverCompatibleCommand for SessionCommand {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}
