//! Runs tests, and counts those that passed, failed and were left out.

use std::process::Command;

use crate::XtaskError;
use crate::process::{command, root, say, step_read};

/// All native packages, always tested together: each selection of packages has other features, and their dependencies
/// would be compiled once for each.
pub const NATIVE: &[&str] = &[
    "-p",
    "bantin-model",
    "-p",
    "bantin-core",
    "-p",
    "bantin-import",
    "-p",
    "bantin-media",
    "-p",
    "bantin-site",
    "-p",
    "bantin-store",
    "-p",
    "bantin-server",
    "-p",
    "xtask",
    "-p",
    "bantin-gallery",
    "-p",
    "bantin-tests",
    "-p",
    "widgets-kit",
    "-p",
    "elements",
];

/// Counts of tests, and the reasons of those that were left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    passed: usize,
    failed: usize,
    /// Why, each.
    pub left_out: Vec<String>,
}

impl Count {
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.left_out.extend(other.left_out);
    }

    /// Corrects the count after `named` tests that failed were run again, of which `again` failed once more. Failures
    /// without a name stay.
    pub fn count_again(&mut self, named: usize, again: usize) {
        self.failed = self.failed.saturating_sub(named) + again;
        self.passed += named.saturating_sub(again);
    }

    pub fn has_failures(&self) -> bool {
        self.failed > 0
    }

    /// # Errors
    /// [`XtaskError::Failed`] when a test failed or none ran.
    pub fn verdict(&self, why: &str) -> Result<(), XtaskError> {
        if self.has_failures() {
            return Err(XtaskError::Failed(why.to_owned()));
        }
        if self.passed == 0 {
            return Err(XtaskError::Failed(format!("{why} ran no test, which")));
        }
        Ok(())
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        match self.left_out.len() {
            0 => Ok(()),
            number => write!(f, ", {number} left out"),
        }
    }
}

pub fn cargo_test(packages: &[&str], rest: &[&str]) -> Command {
    let arguments = [&["test"], packages, rest].concat();
    let mut tests = command("cargo", &arguments);
    tests.env("BANTIN_ROOT", root());
    tests
}

pub fn run_tests(why: &str, tests: Command, count: &mut Count) -> Result<(), XtaskError> {
    let (text, is_good) = step_read(why, tests)?;
    let own = counted(&text, is_good);
    count.add(own.clone());
    if own.failed > 0 {
        say(&count.to_string());
    }
    own.verdict(why)
}

/// Sums the `test result:` lines in the output of a test runner; at least one test failed unless `is_good`. A test that
/// is left out says so on a line of its own, and counts as passed there.
pub fn counted(text: &str, is_good: bool) -> Count {
    let mut count = Count::default();
    // Programs that began and gave no result were ended by something else.
    let mut unfinished = 0_usize;
    for line in text.lines() {
        if let Some(why) = line.strip_prefix("left out: ") {
            count.left_out.push(why.to_owned());
        }
        if line.strip_prefix("running ").is_some_and(|rest| rest.contains(" test")) {
            unfinished += 1;
        }
        if !line.starts_with("test result:") {
            continue;
        }
        unfinished = unfinished.saturating_sub(1);
        let number = |word: &str| {
            let before = line.split(word).next()?;
            before.rsplit([' ', '.']).find(|part| !part.is_empty())?.parse::<usize>().ok()
        };
        count.passed += number(" passed").unwrap_or(0);
        count.failed += number(" failed").unwrap_or(0);
    }
    count.passed = count.passed.saturating_sub(count.left_out.len());
    count.failed += unfinished;
    if !is_good {
        count.failed = count.failed.max(1);
    }
    count
}

/// The names of failed tests in the output of a test runner.
pub fn failed(text: &str) -> Vec<String> {
    let name =
        |line: &str| Some(line.strip_prefix("test ")?.strip_suffix(" ... FAILED")?.to_owned());
    text.lines().filter_map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_summed() {
        let text = "test a ... ok\ntest result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s\n\
                    test result: FAILED. 3 passed; 2 failed; 0 ignored\n";
        assert_eq!(counted(text, false), Count { passed: 15, failed: 2, left_out: vec![] });
        let text =
            "test a ... \nleft out: a because of b\nok\ntest result: ok. 2 passed; 0 failed\n";
        let count = counted(text, true);
        assert_eq!((count.passed, &*count.left_out), (1, &["a because of b".to_owned()][..]));
        assert_eq!(count.to_string(), "1 passed, 0 failed, 1 left out");
        assert_eq!(counted("nothing", true), Count::default());
        assert!(counted("nothing", false).has_failures());
    }

    #[test]
    fn what_failed_is_run_again_by_its_name() {
        let text = "test a::b ... ok\ntest c ... FAILED\n---- c stdout ----\ntest d ... \nleft out: d\nok\n";
        assert_eq!(failed(text), ["c"]);
        let mut count = Count { passed: 3, failed: 2, left_out: vec![] };
        count.count_again(1, 0);
        assert_eq!(count, Count { passed: 4, failed: 1, left_out: vec![] });
        let crashed = "running 3 tests\ntest a ... ok\nrunning 2 tests\ntest b ... ok\ntest result: ok. 2 passed; 0 failed\n";
        assert_eq!(counted(crashed, false), Count { passed: 2, failed: 1, left_out: vec![] });
    }
}
