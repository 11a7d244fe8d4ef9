//! A folder of which an article cannot be read: what the import of it prints, for people and for programs.

use std::path::Path;
use std::process::{Command, Output};

use bantin_tests::process::program;
use serde_json::Value;

use crate::mistakes::SITE;

/// A folder with one article, and beside it one without a date.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("site.toml", SITE);
    write("co-ngay.md", "---\ntitle: Có ngày\ndate: 2023-08-11\n---\nMột.\n");
    write("khong-ngay.md", "---\ntitle: Không ngày\n---\nHai.\n");
    folder
}

fn import(source: &Path, options: &[&str]) -> Output {
    let data = tempfile::tempdir().unwrap();
    let arguments = ["import", "--data"].map(std::ffi::OsStr::new);
    let output =
        Command::new(program()).args(arguments).args([data.path(), source]).args(options).output();
    output.unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn an_article_that_fails_is_named_with_why_and_what_to_do_and_the_others_are_there() {
    let source = folder();
    let output = import(source.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stdout);
    let failed = said.lines().find(|line| line.starts_with("failed: ")).unwrap_or(&said);
    for part in ["khong-ngay.md", "no date of publication", "add a field date, as 2023-08-11"] {
        assert!(failed.contains(part), "{part}: {said}");
    }
    assert!(said.contains("1 added, ") && said.contains(" 1 failed;"), "{said}");
    assert!(text(&output.stderr).contains("1 entry could not be imported"), "{output:?}");
}

#[test]
fn a_program_reads_the_same_from_standard_output() {
    let source = folder();
    let output = import(source.path(), &["--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&report["added"], report["failed"].as_array().map(Vec::len)), (&1.into(), Some(1)));
    let failed = &report["failed"][0];
    assert_eq!((&failed["name"], &failed["line"]), (&"khong-ngay.md".into(), &1.into()));
    assert_eq!(failed["why"], "there is no date of publication");
    assert!(failed["advice"].as_str().unwrap().starts_with("add a field date"), "{report}");
}

#[test]
fn a_folder_that_is_read_whole_ends_well() {
    let source = folder();
    std::fs::remove_file(source.path().join("khong-ngay.md")).unwrap();
    let output = import(source.path(), &[]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let said = text(&output.stdout);
    assert!(said.contains("1 added, ") && said.contains(" 0 failed;"), "{said}");
    let output = import(source.path(), &["--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&report["added"], &report["failed"]), (&1.into(), &Value::Array(vec![])));
}
