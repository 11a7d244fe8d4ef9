//! The network as a test wants it, and what went over it.

use std::time::Duration;

use serde_json::json;

use super::Browser;

impl Browser {
    /// What was printed as errors since the last call.
    pub async fn console_errors(&self) -> Vec<String> {
        if let Some(between) = &self.between {
            return std::mem::take(&mut between.ways().errors);
        }
        let entries = self.log("browser").await;
        let errors = entries.iter().filter(|entry| entry["level"] == "SEVERE");
        errors.map(|entry| entry["message"].to_string()).collect()
    }

    /// What pages asked for since the last call: method, blank, address.
    pub async fn requests(&self) -> Vec<String> {
        match &self.between {
            Some(between) => std::mem::take(&mut between.ways().requests),
            None => self.requests_told().await,
        }
    }

    /// Takes the network away, or gives it back and lets the page know, as browsers do.
    pub async fn offline(&self, is_offline: bool) {
        match &self.between {
            Some(between) => {
                between.ways().is_offline = is_offline;
                let event = if is_offline { "offline" } else { "online" };
                self.eval(&format!("dispatchEvent(new Event('{event}'))")).await;
            }
            None => self.conditions(is_offline, 0, -1).await,
        }
    }

    /// Every answer takes this long at least.
    pub async fn slow(&self, latency: Duration) {
        match &self.between {
            Some(between) => between.ways().latency = latency,
            None => {
                let latency = u32::try_from(latency.as_millis()).unwrap();
                self.conditions(false, latency, 50_000).await;
            }
        }
    }

    async fn conditions(&self, is_offline: bool, latency: u32, bytes_a_second: i32) {
        self.devtools("Network.enable", json!({})).await;
        let conditions = json!({
            "offline": is_offline, "latency": latency,
            "downloadThroughput": bytes_a_second, "uploadThroughput": bytes_a_second,
        });
        self.devtools("Network.emulateNetworkConditions", conditions).await;
    }

    /// From now on these alone are not answered: addresses with one of the parts in them. What is not to come from
    /// the browser's own cache must be blocked before it is first asked for.
    pub async fn block(&self, parts: &[&str]) {
        match &self.between {
            Some(between) => {
                let mut ways = between.ways();
                ways.blocked = parts.iter().map(|part| (*part).to_owned()).collect();
                ways.is_forgetful = true;
            }
            None => {
                let urls: Vec<String> = parts.iter().map(|part| format!("*{part}*")).collect();
                self.devtools("Network.setBlockedURLs", json!({ "urls": urls })).await;
            }
        }
    }

    /// Runs no script of any page from now on.
    pub async fn without_scripts(&self) {
        match &self.between {
            Some(between) => between.ways().has_no_scripts = true,
            None => {
                let value = json!({ "value": true });
                self.devtools("Emulation.setScriptExecutionDisabled", value).await;
            }
        }
    }
}
