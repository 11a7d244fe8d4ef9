//! Pictures of pages, for who looks at them; no test does.

use std::sync::PoisonError;

use super::Browser;
use super::engine::answer;

/// Pixels of the highest picture.
const HIGHEST: u32 = 8_000;

impl Browser {
    /// Keeps pictures of all of the page, from above to below, where [`Browser::shot`] keeps one.
    pub async fn shots(&self, name: &str) {
        if std::env::var_os("BANTIN_SHOTS").is_none() {
            return;
        }
        let (width, height) = *self.size.lock().unwrap_or_else(PoisonError::into_inner);
        self.resize(width, HIGHEST).await;
        let whole = self.eval("document.documentElement.scrollHeight").await.as_u64().unwrap();
        for number in 0..whole.div_ceil(HIGHEST.into()) {
            self.eval(&format!("scrollTo(0, {number} * {HIGHEST})")).await;
            self.shot(&format!("{name}-{number}")).await;
        }
        self.resize(width, height).await;
    }

    /// Keeps a picture of the window, when `BANTIN_SHOTS` names a folder for them.
    pub async fn shot(&self, name: &str) {
        if let Some(folder) = std::env::var_os("BANTIN_SHOTS") {
            let bytes = answer(self.client.screenshot()).await;
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(std::path::Path::new(&folder).join(format!("{name}.png")), bytes)
                .unwrap();
        }
    }
}
