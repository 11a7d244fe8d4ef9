//! What a page is made to note, and time that passes in it when a test says so. A test that holds that something does
//! not happen waits until it would have happened, and looks at what was noted.

use std::time::Duration;

use serde_json::Value;

use super::Browser;

/// Runs before a page's own scripts: notes what the page asks for by `fetch`, for [`Browser::asked`].
pub const NOTE_ASKED: &str = r#"{
    const { fetch } = window;
    window.asked = [];
    window.fetch = (what, ...all) => {
        window.asked.push(String(what?.url ?? what));
        return fetch(what, ...all);
    };
}"#;

/// Runs before a page's own scripts: its timers wait until [`Browser::pass`] lets time pass. Those without a delay
/// run as ever; so do intervals, animations and the network.
pub const HOLD_TIMERS: &str = r#"{
    const { setTimeout, clearTimeout } = window;
    const waiting = new Map();
    let now = 0;
    // No number of the browser's own.
    let number = 2 ** 30;
    window.setTimeout = (run, delay, ...all) => {
        if (!(delay > 0)) return setTimeout(run, delay, ...all);
        waiting.set(++number, { at: now + delay, run: () => run(...all) });
        return number;
    };
    window.clearTimeout = (one) => waiting.delete(one) || clearTimeout(one);
    window.pass = async (time) => {
        const end = now + time;
        for (;;) {
            const due = [...waiting].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at);
            if (!due.length) break;
            const [one, { at, run }] = due[0];
            waiting.delete(one);
            now = at;
            run();
            // What it leads to may set another.
            await new Promise((go) => setTimeout(go));
        }
        now = end;
    };
}"#;

impl Browser {
    /// What the page has asked for since the last call, or since it began; needs [`NOTE_ASKED`].
    pub async fn asked(&self) -> Vec<String> {
        let asked = self.eval("asked.splice(0)").await;
        asked.as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect()
    }

    /// Lets so much time pass in the page, and the frame after it; needs [`HOLD_TIMERS`].
    pub async fn pass(&self, time: Duration) {
        let pass = format!("pass({}).then(() => null)", time.as_millis());
        assert_eq!(self.resolved(&pass).await, Value::Null);
        self.painted().await;
    }

    /// Waits until the page has been painted as it is now: listeners have heard of what was scrolled, observers of
    /// what they observe, and what they did at once is done.
    pub async fn painted(&self) {
        let frames = "new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(go)))).then(() => null)";
        assert_eq!(self.resolved(frames).await, Value::Null);
    }
}

/// What of the page stands beside the window, or does not fit into its box.
pub const CLIPPED: &str = "(() => { const bad = []; if (document.documentElement.scrollWidth > innerWidth) bad.push('page'); \
     for (const one of document.querySelectorAll('body *')) { \
       const text = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()); \
       if (!text || one.closest('.visually-hidden, .skip, [hidden], script, style') || !one.checkVisibility()) continue; \
       let isScrolled = false; \
       for (let above = one; above; above = above.parentElement) isScrolled ||= /auto|scroll/.test(getComputedStyle(above).overflowX); \
       const { left, right, width } = one.getBoundingClientRect(); \
       if (width && !isScrolled && (left < -1 || right > innerWidth + 1)) bad.push(`${one.className || one.localName}: ${one.textContent.trim()}`); \
       const { overflowX } = getComputedStyle(one); \
       if (/hidden|clip/.test(overflowX) && one.scrollWidth > one.clientWidth + 1) bad.push(`cut: ${one.textContent.trim()}`); \
     } return bad; })()";
