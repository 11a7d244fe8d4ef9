//! For whoever runs it.

use std::fmt::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::State;
use bantin_model::{Problem, ProblemKind};
use bantin_store::watched::Down;
use tokio::sync::Mutex;

use super::Shared;
use super::problem::ApiProblem;

/// The store is checked at most once in this time, however often `/readyz` is asked.
const EVERY: Duration = Duration::from_secs(1);
/// How long a check may take.
const LIMIT: Duration = Duration::from_secs(5);

/// The result of the last check of the store.
#[derive(Default)]
pub struct Checks(Mutex<Option<(Instant, Result<(), String>)>>);

impl Checks {
    /// The result of `check`, or of one made shortly before `now`. Others who ask meanwhile wait for the same result.
    async fn said(
        &self,
        now: impl Fn() -> Instant,
        check: impl Future<Output = Result<(), String>>,
    ) -> Result<(), String> {
        let mut last = self.0.lock().await;
        if let Some((at, said)) = &*last
            && now().saturating_duration_since(*at) < EVERY
        {
            return said.clone();
        }
        let said = check.await;
        *last = Some((now(), said.clone()));
        said
    }
}

async fn look(api: Shared) -> Result<(), String> {
    let looked = tokio::task::spawn_blocking(move || api.store.check());
    match tokio::time::timeout(LIMIT, looked).await {
        Ok(Ok(Ok(()))) => Ok(()),
        Ok(Ok(Err(error))) => Err(error.to_string()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err(format!("the store does not answer within {} seconds", LIMIT.as_secs())),
    }
}

/// Answers `ok` as long as the process is alive. Restart the server when it does not.
#[utoipa::path(get, path = "/healthz", tag = "operations", responses((status = 200, body = String, content_type = "text/plain")))]
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// Says whether all parts of the service work, so that a load balancer may send requests here.
///
/// The answer is 200, or 503 with the parts that do not work and the causes. While a shared database does not answer,
/// it is 200 with a second line that says so: pages can still be read here, and the other servers lack the same
/// database.
#[utoipa::path(get, path = "/readyz", tag = "operations", responses(
    (status = 200, body = String, content_type = "text/plain"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn readyz(State(api): State<Shared>) -> Result<String, ApiProblem> {
    let store = api.checks.said(Instant::now, look(Arc::clone(&api))).await;
    readiness(store, &api.store.watched().down())
        .map_err(|detail| ApiProblem::new(ProblemKind::Unavailable, Some(detail)))
}

/// The answer: words for a service that is ready, or what is wrong.
fn readiness(store: Result<(), String>, down: &[Down]) -> Result<String, String> {
    let told = |down: &Down| format!("{}: {}", down.part, down.failure.cause);
    let (elsewhere, here): (Vec<&Down>, Vec<&Down>) =
        down.iter().partition(|down| down.failure.is_elsewhere);
    let mut wrong: Vec<String> = here.into_iter().map(told).collect();
    if let Err(store) = store {
        wrong.push(store);
    }
    if !wrong.is_empty() {
        return Err(wrong.join("; "));
    }
    let mut text = "ready\n".to_owned();
    if let Some(down) = elsewhere.first() {
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "the shared database does not answer; votes wait on readers' devices ({})",
            told(down)
        );
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use bantin_store::watched::{Failure, Part};

    use super::*;

    fn down(part: Part, is_elsewhere: bool) -> Down {
        Down { part, failure: Failure { cause: "why".to_owned(), is_elsewhere } }
    }

    #[test]
    fn what_is_wrong_here_is_named_and_what_is_wrong_elsewhere_is_told() {
        assert_eq!(readiness(Ok(()), &[]), Ok("ready\n".to_owned()));
        let wrong = readiness(Err("the disk is full".to_owned()), &[down(Part::Votes, false)]);
        assert_eq!(wrong, Err("votes: why; the disk is full".to_owned()));
        let elsewhere = [down(Part::Replica, true), down(Part::Readings, true)];
        let text = readiness(Ok(()), &elsewhere).unwrap();
        assert!(text.starts_with("ready\nthe shared database") && text.contains("follow: why"));
        let both = [down(Part::Replica, true), down(Part::Changes, false)];
        assert_eq!(readiness(Ok(()), &both), Err("changes: why".to_owned()));
    }

    #[tokio::test]
    async fn the_store_is_looked_at_once_a_second_however_often_asked() {
        let (checks, start, passed, looks) =
            (Checks::default(), Instant::now(), Cell::new(0), Cell::new(0));
        let ask = async |milliseconds: u64| {
            passed.set(milliseconds);
            let now = || start + Duration::from_millis(passed.get());
            let look = async {
                looks.set(looks.get() + 1);
                Err(format!("look {}", looks.get()))
            };
            checks.said(now, look).await.unwrap_err()
        };
        assert_eq!(ask(0).await, "look 1");
        for milliseconds in [1, 500, 999] {
            assert_eq!(ask(milliseconds).await, "look 1");
        }
        assert_eq!(ask(1000).await, "look 2");
    }
}
