//! A browser, driven over WebDriver in sentences a reader would recognise.
//!
//! - `engine`: which one it is, what it lacks, how its driver is started
//! - `chromium`, `firefox`, `webkit`: what each is told, and its own ways
//! - `between`, `inject`: what stands between a browser and the network where the driver has no ways of its own
//! - `network`: breaking it, slowing it, what went over it
//! - `page`: what a page notes, time that passes in it when a test says so, what of it does not fit
//! - `pictures`: how it looks, kept in a folder

mod between;
mod chromium;
mod engine;
mod firefox;
mod inject;
mod network;
mod page;
mod pictures;
mod webkit;

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::wd::WindowHandle;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};
use tokio::process::Child;

use between::Between;
pub use engine::{Capability, Engine, leave_out};
use engine::{Group, answer, in_time};
pub use page::{CLIPPED, HOLD_TIMERS, NOTE_ASKED};

/// How long a page may take before a test gives up; no test passes faster or slower by it.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often an element that is to be used may have become another just then.
const STALE: usize = 5;

/// A browser window and the driver behind it.
pub struct Browser {
    pub client: Client,
    pub engine: Engine,
    driver: Child,
    _group: Group,
    _screen: Option<webkit::Screen>,
    _profile: tempfile::TempDir,
    between: Option<Between>,
    size: Mutex<(u32, u32)>,
}

/// A medium that a page is shown in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    Light,
    Dark,
    Print,
    ForcedColours,
}

impl Browser {
    /// A fresh window of this size, with a fresh profile. Names of other sites lead to this machine.
    pub async fn open(width: u32, height: u32) -> Self {
        let engine = Engine::wanted();
        let profile = tempfile::tempdir().unwrap();
        let (mut between, mut screen) = (None, None);
        let (driver, capabilities) = match engine {
            Engine::Chromium => {
                (chromium::driver(), chromium::capabilities(width, height, profile.path()))
            }
            Engine::Firefox => {
                let between = between.insert(Between::open().await);
                (firefox::driver(profile.path()), firefox::capabilities(between))
            }
            Engine::WebKit => {
                let between = between.insert(Between::open().await);
                let screen = screen.insert(webkit::Screen::open().await);
                (webkit::driver(screen, profile.path()), webkit::capabilities(between))
            }
        };
        let client = driver.session(capabilities).await;
        let browser = Self {
            client,
            engine,
            driver: driver.child,
            _group: driver.group,
            _screen: screen,
            _profile: profile,
            between,
            size: Mutex::new((width, height)),
        };
        browser.resize(width, height).await;
        browser
    }

    /// Gives the page this size. A desktop window has a least width; this has none.
    pub async fn resize(&self, width: u32, height: u32) {
        *self.size.lock().unwrap_or_else(PoisonError::into_inner) = (width, height);
        match self.engine {
            Engine::Chromium => {
                let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
                self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
            }
            Engine::Firefox => self.resize_inside(width, height).await,
            Engine::WebKit => {
                // What stands around the page is as large as before.
                let around = "[outerWidth - innerWidth, outerHeight - innerHeight]";
                let around: [u32; 2] = serde_json::from_value(self.eval(around).await).unwrap();
                let (width, height) = (width + around[0], height + around[1]);
                answer(self.client.set_window_rect(0, 0, width, height)).await;
            }
        }
        let has_size = format!("innerWidth === {width} && innerHeight === {height}");
        let started = Instant::now();
        while self.eval(&has_size).await != json!(true) {
            let size = self.eval("`${innerWidth} × ${innerHeight}`").await;
            assert!(started.elapsed() < PATIENCE, "{size} instead of {width} × {height}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Shows pages in this medium from now on. But for paper, this needs [`Capability::Colours`].
    pub async fn show_in(&self, medium: Medium) {
        match self.engine {
            Engine::Chromium => {
                let feature = |name: &str, value: &str| json!({ "features": [{ "name": name, "value": value }] });
                let media = match medium {
                    Medium::Light => feature("prefers-color-scheme", "light"),
                    Medium::Dark => feature("prefers-color-scheme", "dark"),
                    Medium::ForcedColours => feature("forced-colors", "active"),
                    Medium::Print => json!({ "media": "print" }),
                };
                self.devtools("Emulation.setEmulatedMedia", media).await;
            }
            Engine::Firefox => {
                let (name, value) = match medium {
                    Medium::Light => ("prefersColorSchemeOverride", "light"),
                    Medium::Dark => ("prefersColorSchemeOverride", "dark"),
                    Medium::ForcedColours => ("forcedColorsOverride", "active"),
                    Medium::Print => ("mediumOverride", "print"),
                };
                self.set_override(name, value).await;
            }
            Engine::WebKit if medium == Medium::Print => {
                self.eval(webkit::ON_PAPER).await;
            }
            Engine::WebKit => panic!("needs!(Colours, …)"),
        }
    }

    /// What axe-core objects to on the page, a line each.
    pub async fn axe(&self) -> Value {
        let axe = std::env::var_os("BANTIN_AXE").expect("run through: cargo xtask test browser");
        self.inject(&std::fs::read_to_string(axe).unwrap()).await;
        self.resolved("axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }).then((r) => r.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' | ')}`))").await
    }

    /// Runs a script in the page by the driver: the page's policy rightly forbids injected ones.
    pub async fn inject(&self, script: &str) {
        answer(self.client.execute(script, vec![])).await;
    }

    /// Runs `script` in this window before any page's own; in an engine that has no such thing for one window, in
    /// all of them, once.
    pub async fn before_every_page(&self, script: &str) {
        match &self.between {
            None => {
                let script = json!({ "source": script });
                self.devtools("Page.addScriptToEvaluateOnNewDocument", script).await;
            }
            Some(between) => {
                let scripts = &mut between.ways().scripts;
                scripts.retain(|known| known != script);
                scripts.push(script.to_owned());
            }
        }
    }

    /// A second window of the same reader; [`Browser::look_at`] goes from one to the other.
    pub async fn another_window(&self, script: &str) -> WindowHandle {
        let handle = answer(self.client.new_window(true)).await.handle;
        self.look_at(&handle).await;
        let (width, height) = *self.size.lock().unwrap_or_else(PoisonError::into_inner);
        self.resize(width, height).await;
        self.before_every_page(script).await;
        handle
    }

    /// The window that is looked at.
    pub async fn window(&self) -> WindowHandle {
        answer(self.client.window()).await
    }

    pub async fn look_at(&self, window: &WindowHandle) {
        answer(self.client.switch_to_window(window.clone())).await;
    }

    pub async fn close(mut self) {
        let _ = tokio::time::timeout(PATIENCE, self.client.close()).await;
        let _ = self.driver.kill().await;
    }

    pub async fn go(&self, url: &str) {
        answer(self.client.goto(url)).await;
    }

    /// The value of a JavaScript expression.
    pub async fn eval(&self, expression: &str) -> Value {
        answer(self.client.execute(&format!("return ({expression});"), vec![])).await
    }

    /// What a promise comes to, or the words it fails with.
    pub async fn resolved(&self, promise: &str) -> Value {
        let script = format!(
            "const done = arguments[arguments.length - 1]; Promise.resolve({promise}).then(done, (error) => done(String(error)));"
        );
        answer(self.client.execute_async(&script, vec![])).await
    }

    /// Waits until an expression is true. One that fails is not true yet: a page that has just begun has no body.
    pub async fn until(&self, what: &str, expression: &str) {
        let started = Instant::now();
        let script = format!("return Boolean({expression});");
        loop {
            let said = in_time(self.client.execute(&script, vec![])).await;
            if said.as_ref().is_ok_and(|said| *said == json!(true)) {
                return;
            }
            if started.elapsed() > PATIENCE {
                panic!("{what} ({said:?})\n{}", self.text().await);
            }
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

    /// Waits until the app is there, and has drawn what it has to draw: pages are readable before. The page that a drawn
    /// one replaces goes with the next frame.
    pub async fn app(&self) {
        let is_there = "document.getElementById('announcement') && !document.getElementById('bantin-page') && !document.querySelector('.progress-on') && document.querySelectorAll('main').length < 2";
        self.until("the app never came", is_there).await;
    }

    pub async fn text(&self) -> String {
        self.eval("document.body?.innerText").await.as_str().unwrap_or_default().to_owned()
    }

    pub async fn click(&self, selector: &str) {
        self.until(
            &format!("there is no {selector}"),
            &format!("document.querySelector({})", json!(selector)),
        )
        .await;
        if self.engine != Engine::Chromium {
            // WebKit's driver clicks where the element was; pictures that come into view may still move it. Firefox
            // loses a click on what was drawn, but not painted yet.
            let rests = format!(
                "((one) => {{ one.scrollIntoView({{ block: 'nearest' }}); const {{ top, left }} = one.getBoundingClientRect(); const at = `${{top}} ${{left}}`; const rests = one.wasAt === at; one.wasAt = at; return rests; }})(document.querySelector({}))",
                json!(selector)
            );
            self.until(&format!("{selector} does not rest"), &rests).await;
        }
        for _ in 0..STALE {
            let element = answer(self.client.find(Locator::Css(selector))).await;
            match in_time(element.click()).await {
                // The app has put another in its place, which looks the same.
                Err(error) if error.is_stale_element_reference() => {}
                clicked => return clicked.unwrap(),
            }
        }
        panic!("there is always another {selector}");
    }

    /// Clicks a link of the page to another page, and waits until that is there alone. The address is ahead of it.
    pub async fn follow(&self, selector: &str) {
        self.eval("(document.querySelector('main').dataset.left = 'left')").await;
        self.click(selector).await;
        let is_next = "[...document.querySelectorAll('main')].map((one) => one.dataset.left ?? 'next').join() === 'next'";
        self.until("the next page never came", is_next).await;
    }

    /// Presses keys where the focus is.
    pub async fn press(&self, keys: &str) {
        let has_more_inside = "document.activeElement.shadowRoot?.activeElement";
        if self.between.is_none() || self.eval(has_more_inside).await.is_null() {
            for _ in 0..STALE {
                let focused = answer(self.client.active_element()).await;
                match in_time(focused.send_keys(keys)).await {
                    Err(error) if error.is_stale_element_reference() => {}
                    pressed => return pressed.unwrap(),
                }
            }
            panic!("there is always another element with the focus");
        }
        // Some drivers hold that the element around the focus cannot have any.
        let mut pressed = KeyActions::new("keyboard".to_owned());
        for key in keys.chars() {
            pressed =
                pressed.then(KeyAction::Down { value: key }).then(KeyAction::Up { value: key });
        }
        answer(self.client.perform_actions(pressed)).await;
    }

    /// A command of the driver's that WebDriver itself does not have.
    async fn command(&self, path: &'static str, body: Value) -> Value {
        answer(self.client.issue_cmd(SessionCommand { path, body })).await
    }
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
