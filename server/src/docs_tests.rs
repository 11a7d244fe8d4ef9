//! The commands in the docs and the recipes are commands of this program, and the recipes can be read by those for whom
//! they are: a shell, cron, a builder of images, GitHub.

#![allow(clippy::panic, clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::Parser;
use serde_json::Value;

use super::Cli;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

/// The pages of the docs and the recipes, by their names.
fn pages() -> Vec<(String, String)> {
    let folders = ["docs", "docs/import", "docs/deploy"].map(|folder| root().join(folder));
    let files = folders.iter().flat_map(|folder| std::fs::read_dir(folder).unwrap());
    let files = files.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some());
    let files = files.chain([root().join("README.md"), root().join("docs/deploy/Caddyfile")]);
    let named = files.filter_map(|path| {
        let text = std::fs::read_to_string(&path).ok()?;
        Some((path.file_name()?.to_string_lossy().into_owned(), text))
    });
    named.collect()
}

/// What a page has as code: its blocks, and what stands between backticks in a line. A recipe is code as a whole.
fn code(name: &str, text: &str) -> Vec<String> {
    let text = text.replace("\\\n", " ");
    if !name.ends_with(".md") {
        return text.lines().map(str::to_owned).collect();
    }
    let mut code = Vec::new();
    for (at, part) in text.split("```").enumerate() {
        if at % 2 == 1 {
            code.extend(part.lines().map(str::to_owned));
        } else {
            code.extend(part.split('`').skip(1).step_by(2).map(|one| one.replace('\n', " ")));
        }
    }
    code
}

/// The arguments of each call of the program in a line of code, with a value for each word in capitals and each variable,
/// which stand for what an operator has.
fn calls(line: &str) -> Vec<Vec<String>> {
    let is_comment = line.trim_start().starts_with('#');
    let line = if is_comment { "" } else { line.split(" #").next().unwrap_or_default() };
    let ends = |word: &&str| {
        ["&&", "|", ";"].iter().all(|end| !word.starts_with(end)) && !word.starts_with('>')
    };
    let value = |word: &str| match word.trim_matches(['"', '\'']) {
        "SLUG" | "OTHER" => "a-slug".to_owned(),
        "N" => "1".to_owned(),
        "URL" | "$URL/" => "https://news.example/".to_owned(),
        "$BASE/" => "/news/".to_owned(),
        word => word.to_owned(),
    };
    let behind = line.match_indices("bantin-server").filter_map(|(at, name)| {
        let rest = &line[at + name.len()..];
        // Of Cargo's own arguments none is the program's.
        if line[..at].ends_with("-p ") { rest.strip_prefix(" --") } else { Some(rest) }
    });
    let behind = behind.map(|rest| rest.strip_prefix('"').unwrap_or(rest));
    let behind = behind.filter(|rest| rest.starts_with(' '));
    let words = behind.map(|rest| {
        let words = rest.split_whitespace().take_while(ends);
        words.take_while(|word| !word.starts_with('[')).map(value).collect::<Vec<_>>()
    });
    words.filter(|words| !words.is_empty()).collect()
}

#[test]
fn every_command_in_the_docs_is_one() {
    let mut seen = 0;
    for (name, text) in pages() {
        for line in code(&name, &text) {
            for call in calls(&line).into_iter().filter(|call| call[0] != "--version") {
                let words = std::iter::once("bantin-server".to_owned()).chain(call);
                // Some name a command alone, without what it is given.
                let Err(error) = Cli::try_parse_from(words) else {
                    seen += 1;
                    continue;
                };
                let lacks_a_value = error.kind() == clap::error::ErrorKind::MissingRequiredArgument;
                assert!(lacks_a_value, "{name}: {line}\n{error}");
            }
        }
    }
    assert!(seen > 30, "only {seen} commands were found");
}

/// Whether a shell can read this, without running it.
fn is_read_by_a_shell(script: &str) {
    use std::io::Write;
    let shell = Command::new("sh").arg("-n").stdin(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut shell = shell.unwrap();
    shell.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    let output = shell.wait_with_output().unwrap();
    assert!(output.status.success(), "{script}\n{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_line_for_cron_has_its_times_its_user_and_a_command() {
    let recipe = text("docs/deploy/bantin-export.cron");
    let is_line = |line: &&str| !line.is_empty() && !line.starts_with('#');
    let (variables, lines): (Vec<_>, Vec<_>) = recipe
        .lines()
        .filter(is_line)
        .partition(|line| line.split_once('=').is_some_and(|(name, _)| !name.contains(' ')));
    assert_eq!((variables.len(), lines.len()), (2, 1));
    for line in lines {
        let fields: Vec<&str> = line.splitn(7, ' ').collect();
        let [times @ .., user, command] = &fields[..] else { panic!("{line}") };
        assert_eq!(times.len(), 5, "{line}");
        let is_time = |time: &&str| time.chars().all(|c| c.is_ascii_digit() || "*/,-".contains(c));
        assert!(times.iter().all(is_time), "{times:?}");
        assert_eq!(*user, "bantin");
        // Cron makes a line break of it.
        assert!(!command.contains('%'), "{command}");
        is_read_by_a_shell(command);
    }
}

#[test]
fn the_recipe_for_an_image_takes_what_is_there() {
    let recipe = text("docs/deploy/Containerfile").replace("\\\n", " ");
    let (mut stages, mut calls) = (Vec::new(), Vec::new());
    for line in recipe.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (word, rest) = line.split_once(' ').unwrap();
        match word {
            "FROM" => stages.push(rest.split_once(" AS ").map_or("", |(_, name)| name)),
            "COPY" => {
                let from = rest.split_whitespace().find_map(|word| word.strip_prefix("--from="));
                assert!(from.is_none_or(|from| stages.contains(&from)), "{line}");
            }
            "RUN" => is_read_by_a_shell(rest),
            "ENTRYPOINT" | "CMD" => {
                calls.extend(serde_json::from_str::<Vec<String>>(rest).unwrap())
            }
            "ARG" | "WORKDIR" | "USER" | "VOLUME" | "EXPOSE" => assert!(!rest.is_empty(), "{line}"),
            other => panic!("{other} is no word of such a recipe: {line}"),
        }
        assert!(!stages.is_empty(), "it begins with FROM");
    }
    assert_eq!(calls[0], "/usr/bin/bantin-server");
    Cli::try_parse_from(calls).unwrap();
}

#[test]
fn the_workflow_for_github_pages_is_one() {
    let recipe: Value = serde_saphyr::from_str(&text("docs/deploy/github-pages.yml")).unwrap();
    for event in ["push", "schedule", "workflow_dispatch"] {
        assert!(recipe["on"].get(event).is_some(), "{event}");
    }
    for (what, may) in [("contents", "read"), ("pages", "write"), ("id-token", "write")] {
        assert_eq!(recipe["permissions"][what], may, "{what}");
    }
    let job = &recipe["jobs"]["publish"];
    assert!(job["runs-on"].is_string());
    let mut known = Vec::new();
    for step in job["steps"].as_array().unwrap() {
        // What a step takes of others, these have said before it.
        let all = step.to_string();
        for named in all.split("steps.").skip(1) {
            let id = named.split('.').next().unwrap();
            assert!(known.contains(&id.to_owned()), "{id} is not before {step}");
        }
        match (step["uses"].as_str(), step["run"].as_str()) {
            (Some(uses), None) => assert!(uses.contains("@v"), "{uses}"),
            (None, Some(run)) => is_read_by_a_shell(run),
            _ => panic!("a step takes one thing, or runs one: {step}"),
        }
        known.extend(step["id"].as_str().map(str::to_owned));
    }
    let address = job["environment"]["url"].as_str().unwrap();
    assert!(known.iter().any(|id| address.contains(&format!("steps.{id}."))), "{address}");
}
