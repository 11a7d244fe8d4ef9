//! `cargo xtask bench import` and `cargo xtask bench get`: how fast the server is.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::Stop;
use crate::process::{command, output, root, say, step};
use crate::run;

const ARTICLES: usize = 10_000;
/// Articles about one thing, as a newsroom has them.
const STORY: usize = 4;
const IMPORT_LIMIT: Duration = Duration::from_secs(120);
const CHANGE_LIMIT: Duration = Duration::from_secs(1);

const SERVER_PORT: u16 = 8090;
const NGINX_PORT: u16 = 8091;
const CONNECTIONS: &str = "64";
const ROUNDS: usize = 3;

fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Stop + '_ {
    |error| Stop::Io(path.display().to_string(), error)
}

fn fresh(name: &str) -> Result<PathBuf, Stop> {
    let folder = root().join("target/bench").join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(io(&folder))?;
    }
    std::fs::create_dir_all(&folder).map_err(io(&folder))?;
    Ok(folder)
}

/// Imports generated articles into a new store, then one of them changed.
pub fn import() -> Result<(), Stop> {
    let server = run::server()?;
    let (source, data) = (fresh("articles")?, fresh("data")?);
    let words = words()?;
    for number in 0..ARTICLES {
        write(&source, number, &article(number, &words))?;
    }
    let data = data.to_string_lossy().into_owned();
    let timed = |what: &str, source: &Path| {
        let started = Instant::now();
        let source = source.to_string_lossy();
        step(what, command(&server, &["import", "--data", &data, &source]))?;
        Ok::<_, Stop>(started.elapsed())
    };
    let all = timed(&format!("import {ARTICLES} articles with their related news"), &source)?;
    let changed = ARTICLES / 2;
    let text = article(changed, &words) + "\nMột câu được thêm sau khi bài đã đăng.\n";
    let one = timed("import one of them, changed", &write(&source, changed, &text)?)?;
    let again = timed("import the folder again, nothing changed", &source)?;
    say(&format!(
        "\n{ARTICLES} articles: {:.1} s (limit {} s)\none changed article: {:.2} s (limit {} s)\nthe folder again: {:.1} s",
        all.as_secs_f64(),
        IMPORT_LIMIT.as_secs(),
        one.as_secs_f64(),
        CHANGE_LIMIT.as_secs(),
        again.as_secs_f64(),
    ));
    if all > IMPORT_LIMIT || one > CHANGE_LIMIT {
        return Err(Stop::Budget("the import is past its limit".to_owned()));
    }
    Ok(())
}

fn write(folder: &Path, number: usize, text: &str) -> Result<PathBuf, Stop> {
    let path = folder.join(format!("bai-so-{number}.md"));
    std::fs::write(&path, text).map_err(io(&path))?;
    Ok(path)
}

/// The words of the sample newsroom, each as often as it is used.
fn words() -> Result<Vec<String>, Stop> {
    let folder = root().join("server/sample/articles/vi");
    let mut words = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(io(&folder))?.flatten() {
        let path = entry.path();
        let text = std::fs::read_to_string(&path).map_err(io(&path))?;
        let body = text.splitn(3, "---").nth(2).unwrap_or_default();
        let is_word = |word: &&str| word.chars().all(char::is_alphabetic);
        words.extend(body.split_whitespace().filter(is_word).map(str::to_lowercase));
    }
    Ok(words)
}

/// Numbers without a pattern, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % end.max(1)
    }
}

impl Dice {
    /// As [`Dice::below`], but the beginning comes up much more often than the end: words are used
    /// unequally.
    fn rarely_far(&mut self, end: usize) -> usize {
        (0..2).fold(self.below(end), |at, _| at * self.below(end) / end.max(1))
    }
}

/// An article of some 500 words in runs of successive ones, as real text has them; one run in four
/// is one of the forty of its story.
fn article(number: usize, words: &[String]) -> String {
    const RUN: usize = 6;
    let mut story = Dice((number / STORY) as u64 + 1);
    let topic: Vec<usize> = (0..40).map(|_| story.below(words.len())).collect();
    let mut dice = Dice(number as u64 + 1_000_003);
    let mut run = |out: &mut String| {
        let own = dice.below(4) == 0;
        let at = topic.get(dice.below(topic.len())).copied().filter(|_| own);
        let at = at.unwrap_or_else(|| dice.rarely_far(words.len()));
        for word in words.iter().cycle().skip(at).take(RUN) {
            out.push_str(word);
            out.push(' ');
        }
    };
    let mut text = format!("---\ntitle: \"Bài số {number}: ");
    run(&mut text);
    // Writing to a String cannot fail.
    let _ = write!(
        text,
        "\"\nlang: vi\nsection: thoi-su\npublished: 2023-{:02}-{:02}T{:02}:{:02}:00+07:00\n---\n",
        number / 840 % 12 + 1,
        number / 30 % 28 + 1,
        number % 24,
        number % 60,
    );
    for _ in 0..8 {
        text.push('\n');
        for _ in 0..10 {
            run(&mut text);
        }
        text.push('\n');
    }
    text
}

/// A program that is stopped when its measurement is over.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// GET of one article under load, beside nginx serving the same bytes from a file.
pub fn get() -> Result<(), Stop> {
    for (tool, flag) in [("wrk", "-v"), ("nginx", "-v")] {
        // wrk answers its version with a failure; being startable is enough.
        if command(tool, &[flag]).stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
            return Err(Stop::Missing {
                what: tool.to_owned(),
                command: format!("apt-get install {tool}"),
            });
        }
    }
    let server = run::server()?;
    let folder = fresh("get")?;
    let data = folder.join("data").to_string_lossy().into_owned();
    step(
        "import the sample newsroom",
        command(&server, &["import", "--data", &data, "server/sample"]),
    )?;
    let path = "/api/v1/articles/le-ra-quan-lam-sach-pho-co-ben-dinh.json";
    let listen = format!("127.0.0.1:{SERVER_PORT}");
    let ours = format!("http://{listen}{path}");
    let mut serve = command(&server, &["serve", "--data", &data, "--listen", &listen]);
    serve.env("RUST_LOG", "error");
    let serve = Running(serve.spawn().map_err(|error| Stop::Io(server.clone(), error))?);
    let bytes = first_answer(&ours)?;
    let file = folder.join(path.trim_start_matches('/'));
    if let Some(parent) = file.parent() {
        std::fs::create_dir_all(parent).map_err(io(parent))?;
    }
    std::fs::write(&file, bytes).map_err(io(&file))?;
    let conf = folder.join("nginx.conf");
    let here = folder.display();
    std::fs::write(
        &conf,
        format!(
            "daemon off; pid {here}/pid; error_log {here}/error.log; worker_processes auto;\n\
             events {{ worker_connections 1024; }}\n\
             http {{ access_log off; sendfile on; keepalive_requests 1000000; types {{ application/json json; }}\n\
             server {{ listen 127.0.0.1:{NGINX_PORT}; root {here}; }} }}\n"
        ),
    )
    .map_err(io(&conf))?;
    let conf = conf.to_string_lossy().into_owned();
    let nginx = command("nginx", &["-c", &conf]).stderr(Stdio::null()).spawn();
    let nginx = Running(nginx.map_err(|error| Stop::Io("nginx".to_owned(), error))?);
    let theirs = format!("http://127.0.0.1:{NGINX_PORT}{path}");
    first_answer(&theirs)?;

    // In turns, so that whatever else the machine does falls on both.
    let (mut server, mut files) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        server.push(load(&ours)?);
        files.push(load(&theirs)?);
    }
    drop((serve, nginx));
    let (server, files) = (median(server), median(files));
    say(&format!("\nGET of one article, {CONNECTIONS} connections, median of {ROUNDS} rounds"));
    say(&format!("bantin-server  {:>8.0} requests/s   p99 {:>7.2} ms", server.rate, server.p99));
    say(&format!("nginx, a file  {:>8.0} requests/s   p99 {:>7.2} ms", files.rate, files.p99));
    say(&format!("ratio          {:>8.2}", server.rate / files.rate));
    Ok(())
}

fn first_answer(url: &str) -> Result<Vec<u8>, Stop> {
    for _ in 0..50 {
        if let Some(text) = output("curl", &["-sf", url]) {
            return Ok(text.into_bytes());
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Err(Stop::Failed(format!("asking for {url}")))
}

/// What one round under load measured.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Load {
    /// Requests a second.
    rate: f64,
    /// Milliseconds.
    p99: f64,
}

fn load(url: &str) -> Result<Load, Stop> {
    let arguments = ["-t1", "-c", CONNECTIONS, "-d5s", "--latency", url];
    let text = output("wrk", &arguments).ok_or_else(|| Stop::Failed("wrk".to_owned()))?;
    if text.contains("Non-2xx") || text.contains("Socket errors") {
        return Err(Stop::Failed(format!("a load without errors on {url}:\n{text}")));
    }
    of_wrk(&text).ok_or_else(|| Stop::Failed("reading what wrk printed".to_owned()))
}

fn of_wrk(text: &str) -> Option<Load> {
    let after = |word: &str| text.split(word).nth(1)?.split_whitespace().next();
    let p99 = after("99%")?;
    let (number, scale) = ["us", "ms", "s"]
        .into_iter()
        .zip([0.001, 1.0, 1000.0])
        .find_map(|(unit, scale)| Some((p99.strip_suffix(unit)?, scale)))?;
    let p99 = number.parse::<f64>().ok()? * scale;
    Some(Load { rate: after("Requests/sec:")?.parse().ok()?, p99 })
}

fn median(mut loads: Vec<Load>) -> Load {
    loads.sort_by(|a, b| a.rate.total_cmp(&b.rate));
    loads.get(loads.len() / 2).copied().unwrap_or(Load { rate: 0.0, p99: 0.0 })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_wrk_prints_is_read() {
        let text = "  Latency Distribution\n     50%    1.20ms\n     99%  870.00us\n  9 requests in 5.00s\nRequests/sec:  41234.56\nTransfer/sec: 1MB\n";
        assert_eq!(of_wrk(text), Some(Load { rate: 41234.56, p99: 0.87 }));
        assert_eq!(of_wrk("nothing"), None);
    }

    #[test]
    fn articles_are_the_same_in_every_run_and_differ_from_each_other() {
        let words: Vec<String> = (0..500).map(|number| format!("từ{number}")).collect();
        assert_eq!(article(7, &words), article(7, &words));
        assert_ne!(article(7, &words), article(8, &words));
    }
}
