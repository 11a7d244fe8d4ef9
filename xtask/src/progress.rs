//! Shows steps that run at the same time: a line says which run and about how long they still take, and a table at the
//! end how long each took.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::XtaskError;
use crate::process::{root, say, shown};

/// How often the line is written anew.
const TICK: Duration = Duration::from_millis(500);
/// How many lines of a program's output are shown when it failed.
const LAST_LINES: usize = 40;

static BOARD: Mutex<Board> = Mutex::new(Board { running: Vec::new(), done: Vec::new() });

static IS_TOLD: AtomicBool = AtomicBool::new(false);

/// The steps that run, and those that ended.
#[derive(Debug, Default)]
struct Board {
    running: Vec<Running>,
    done: Vec<(String, Duration)>,
}

#[derive(Debug)]
struct Running {
    name: String,
    begun: Instant,
    /// How long it took the last time, or usually takes.
    usual: Duration,
}

fn board() -> MutexGuard<'static, Board> {
    BOARD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Does `work` as the step `name`, which takes about `usual` seconds on two processors.
///
/// # Errors
/// The errors of `work`.
pub fn timed<T>(
    name: &str,
    usual: u64,
    work: impl FnOnce() -> Result<T, XtaskError>,
) -> Result<T, XtaskError> {
    let begun = Instant::now();
    let usual = remembered().get(name).copied().unwrap_or(usual);
    let running = Running { name: name.to_owned(), begun, usual: Duration::from_secs(usual) };
    board().running.push(running);
    if !is_seen() {
        say(&format!("── {name} …"));
    }
    let done = work();
    let took = begun.elapsed();
    let mut board = board();
    board.running.retain(|running| running.name != name);
    if done.is_ok() {
        board.done.push((name.to_owned(), took));
        drop(board);
        say(&format!("── {name}: {}", lasted(took)));
    }
    done
}

/// Runs a program as the step `name`; what it says is shown when it fails.
///
/// # Errors
/// [`XtaskError`] when it cannot be started or fails.
pub fn run(name: &str, usual: u64, mut command: Command) -> Result<(), XtaskError> {
    timed(name, usual, || {
        let output = command.stdin(Stdio::null()).output();
        let output = output.map_err(|error| XtaskError::Io(shown(&command), error))?;
        if output.status.success() {
            return Ok(());
        }
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        let lines: Vec<&str> = said.lines().collect();
        say(&lines.get(lines.len().saturating_sub(LAST_LINES)..).unwrap_or_default().join("\n"));
        Err(XtaskError::Failed(shown(&command)))
    })
}

/// Does both at the same time, and waits for both.
///
/// # Errors
/// The error of the first, or else of the second.
pub fn both<A, B: Send>(
    first: impl FnOnce() -> Result<A, XtaskError>,
    second: impl FnOnce() -> Result<B, XtaskError> + Send,
) -> Result<(A, B), XtaskError> {
    std::thread::scope(|scope| {
        let second = scope.spawn(second);
        let first = first();
        let second = second.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        Ok((first?, second?))
    })
}

/// Sets the flag when it is dropped.
struct End<'a>(&'a AtomicBool);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Does `work`, and shows a line with its steps meanwhile; at the end it shows how long each took.
///
/// # Errors
/// The errors of `work`.
pub fn told<T>(work: impl FnOnce() -> Result<T, XtaskError>) -> Result<T, XtaskError> {
    // Within a larger run, the parts are not shown by themselves.
    if IS_TOLD.swap(true, Ordering::Relaxed) {
        return work();
    }
    let begun = Instant::now();
    let before = board().done.len();
    let is_over = AtomicBool::new(false);
    let done = std::thread::scope(|scope| {
        if is_seen() {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    std::thread::sleep(TICK);
                    write_line(&board().line(Instant::now()));
                }
            });
        }
        // Also where the work ends in a panic.
        let _end = End(&is_over);
        work()
    });
    IS_TOLD.store(false, Ordering::Relaxed);
    wipe();
    let took = board().done.get(before..).unwrap_or_default().to_vec();
    if done.is_ok() && took.len() > 1 {
        remember(&took);
        say(&table(&took, begun.elapsed()));
    }
    done
}

impl Board {
    /// The steps that run, each with the time it has taken and usually takes.
    fn line(&self, now: Instant) -> String {
        let mut line = String::new();
        for Running { name, begun, usual } in &self.running {
            if !line.is_empty() {
                line.push_str("  ·  ");
            }
            let taken = now.saturating_duration_since(*begun);
            let _ = write!(line, "{name} {}", lasted(taken));
            if taken < *usual {
                let _ = write!(line, " of about {}", lasted(*usual));
            }
        }
        line
    }
}

/// How long each step took, the longest first.
fn table(took: &[(String, Duration)], whole: Duration) -> String {
    let mut took: Vec<&(String, Duration)> = took.iter().collect();
    took.sort_by_key(|(_, time)| std::cmp::Reverse(*time));
    let mut text = format!("\nin all {}, of that (some beside each other)", lasted(whole));
    for (name, time) in took {
        let _ = write!(text, "\n  {:>8}  {name}", lasted(*time));
    }
    text
}

/// `3 s`, `1 min 05 s`.
fn lasted(time: Duration) -> String {
    match time.as_secs() {
        seconds @ ..60 => format!("{seconds} s"),
        seconds => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

/// Whether the line goes to a terminal.
fn is_seen() -> bool {
    std::io::stderr().is_terminal()
}

fn write_line(line: &str) {
    let mut out = std::io::stderr();
    // Nobody is left to tell when standard error is closed.
    let _ = write!(out, "\r\x1b[2K{line}");
    let _ = out.flush();
}

fn wipe() {
    if is_seen() {
        write_line("");
    }
}

fn memory() -> PathBuf {
    root().join("target/xtask-times.json")
}

/// Seconds that steps took the last time.
fn remembered() -> BTreeMap<String, u64> {
    let text = std::fs::read(memory()).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

fn remember(took: &[(String, Duration)]) {
    let mut all = remembered();
    all.extend(took.iter().map(|(name, time)| (name.clone(), time.as_secs())));
    // It is only used for estimates.
    if let Ok(text) = serde_json::to_vec_pretty(&all) {
        let _ = std::fs::write(memory(), text);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_line_says_what_is_at_work_and_about_how_long() {
        let begun = Instant::now();
        let running = |name: &str, usual| Running {
            name: name.to_owned(),
            begun,
            usual: Duration::from_secs(usual),
        };
        let board =
            Board { running: vec![running("the app", 300), running("trunk", 20)], done: vec![] };
        let line = board.line(begun + Duration::from_secs(65));
        assert_eq!(line, "the app 1 min 05 s of about 5 min 00 s  ·  trunk 1 min 05 s");
    }

    #[test]
    fn what_took_longest_stands_first() {
        let took =
            [("a".to_owned(), Duration::from_secs(3)), ("b".to_owned(), Duration::from_secs(70))];
        let text = table(&took, Duration::from_secs(71));
        assert_eq!(
            text,
            "\nin all 1 min 11 s, of that (some beside each other)\n  1 min 10 s  b\n       3 s  a"
        );
    }

    #[test]
    fn a_step_that_fails_is_no_longer_at_work_and_took_nothing() {
        let failed = timed("a step that fails", 1, || Err::<(), _>(XtaskError::Usage("no")));
        assert!(failed.is_err());
        let board = board();
        assert!(!board.running.iter().any(|running| running.name == "a step that fails"));
        assert!(!board.done.iter().any(|(name, _)| name == "a step that fails"));
    }
}
