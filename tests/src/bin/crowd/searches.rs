//! Searches at a rate that does not wait for answers.

use std::collections::HashSet;
use std::fmt;
use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bantin_tests::load::percentile;
use bantin_tests::wire::Connection;
use tokio::task::JoinSet;

use super::network;
use super::readers::{self, Pages, Reading};

pub const A_SECOND: usize = 1000;
/// Networks that search; each may do so ten times a second.
const NETWORKS: usize = 200;
/// How often as many as are due are sent.
const BEAT: Duration = Duration::from_millis(5);

/// What became of the searches of a round.
pub struct Answers {
    /// Seconds from asking to the end of a 200.
    took: Vec<f64>,
    asked: usize,
    too_many: usize,
    unavailable: usize,
    others: usize,
    span: Duration,
}

impl fmt::Display for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut took = self.took.clone();
        write!(
            f,
            "  asked {:.0} a second: {} answered (p50 {:.1} ms, p99 {:.1} ms), {} with 429, {} with 503, {} otherwise",
            self.asked as f64 / self.span.as_secs_f64(),
            took.len(),
            percentile(&mut took, 0.5),
            percentile(&mut took, 0.99),
            self.too_many,
            self.unavailable,
            self.others,
        )
    }
}

/// Requests as a search would be, that ask for nothing.
pub fn nothing() -> impl Iterator<Item = String> {
    std::iter::repeat_with(|| "/healthz".to_owned())
}

/// Questions that readers of these articles may ask, all different: two or three words that stand together.
pub fn questions(articles: &Path) -> Vec<String> {
    let mut texts: Vec<_> =
        std::fs::read_dir(articles).unwrap().map(|entry| entry.unwrap().path()).collect();
    texts.sort();
    let (mut known, mut questions) = (HashSet::new(), Vec::new());
    for (number, path) in texts.iter().enumerate() {
        let text = std::fs::read_to_string(path).unwrap();
        let words: Vec<&str> = text.rsplit("---").next().unwrap().split_whitespace().collect();
        // Every seventh place is another story in another article.
        for at in (number % 7..words.len().saturating_sub(3)).step_by(7) {
            let question = words[at..at + 2 + at % 2].join("+");
            if known.insert(question.clone()) {
                questions.push(question);
            }
        }
    }
    let encode = |question: String| {
        let encoded = question.bytes().map(|byte| match byte {
            b'+' | b'a'..=b'z' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        });
        format!("/api/v1/search?q={}", encoded.collect::<String>())
    };
    questions.into_iter().map(encode).collect()
}

/// Connections of each network that wait for their next request.
type Idle = Arc<Vec<Mutex<Vec<Connection>>>>;

/// One request of a network; its status, 0 when it failed, and the seconds that it took.
async fn ask(port: u16, idle: Idle, number: usize, path: String) -> (u16, f64) {
    let started = Instant::now();
    let known = idle[number].lock().unwrap().pop();
    let address: Ipv4Addr = network(number);
    let mut connection = match known {
        Some(connection) => connection,
        None => match Connection::try_open_from(address, port).await {
            Ok(connection) => connection,
            Err(_) => return (0, 0.0),
        },
    };
    let Ok((status, _)) = connection.try_ask("GET", &path, "", "").await else { return (0, 0.0) };
    let took = started.elapsed().as_secs_f64();
    idle[number].lock().unwrap().push(connection);
    (status, took)
}

/// Readers beside [`A_SECOND`] requests to these paths, for this long.
pub async fn beside(
    port: u16,
    paths: &[String],
    span: Duration,
    mut asked: impl Iterator<Item = String>,
) -> (Pages, Answers) {
    let idle: Idle = Arc::new((0..NETWORKS).map(|_| Mutex::default()).collect());
    let reading = Reading::start(port, paths);
    let from = Instant::now();
    let (mut asking, mut sent) = (JoinSet::new(), 0);
    let mut beat = tokio::time::interval(BEAT);
    while from.elapsed() < span {
        beat.tick().await;
        let due = (from.elapsed().as_secs_f64() * A_SECOND as f64) as usize;
        for number in sent..due {
            let path = asked.next().expect("there are fewer questions than are asked");
            asking.spawn(ask(port, Arc::clone(&idle), number % NETWORKS, path));
        }
        sent = sent.max(due);
    }
    let until = Instant::now();
    let read = reading.stop().await;
    let answers = asking.join_all().await;
    let count = |such: fn(u16) -> bool| answers.iter().filter(|(status, _)| such(*status)).count();
    let answers = Answers {
        took: answers.iter().filter(|answer| answer.0 == 200).map(|answer| answer.1).collect(),
        asked: sent,
        too_many: count(|status| status == 429),
        unavailable: count(|status| status == 503),
        others: count(|status| !matches!(status, 200 | 429 | 503)),
        span: until - from,
    };
    (readers::of(&read, from, until), answers)
}
