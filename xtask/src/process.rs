//! Runs other programs, and says what is done and why.

use std::io::{BufRead, BufReader, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::XtaskError;

/// Writes a line to where progress is shown.
pub fn say(line: &str) {
    let mut out = std::io::stderr();
    // It replaces the line that `progress` shows.
    let wipe = if out.is_terminal() { "\r\x1b[2K" } else { "" };
    // Nobody is left to tell when standard error is closed.
    let _ = writeln!(out, "{wipe}{line}");
}

/// The repository's root.
pub fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().map_or(here.clone(), PathBuf::from)
}

/// A program started in the root.
pub fn command(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root());
    command
}

/// Why a file could not be read or written, for `map_err`.
pub fn io(path: &Path) -> impl FnOnce(std::io::Error) -> XtaskError + use<> {
    let path = path.display().to_string();
    move |error| XtaskError::Io(path, error)
}

/// Says `why`, runs the program, and says how long it took.
pub fn step(why: &str, mut command: Command) -> Result<(), XtaskError> {
    say(&format!("\n── {why}\n   $ {}", shown(&command)));
    let started = Instant::now();
    let status = command.status().map_err(|error| XtaskError::Io(shown(&command), error))?;
    say(&format!("   {} s", started.elapsed().as_secs()));
    if status.success() { Ok(()) } else { Err(XtaskError::Failed(shown(&command))) }
}

/// Like [`step`], and gives what the program printed, which is shown as it comes.
pub fn step_read(why: &str, command: Command) -> Result<(String, bool), XtaskError> {
    step_read_as("", why, command)
}

/// As [`step_read`]; `mark` is put before every line, to tell the program's lines from those of others.
pub fn step_read_as(
    mark: &str,
    why: &str,
    mut command: Command,
) -> Result<(String, bool), XtaskError> {
    say(&format!("\n── {why}\n   $ {}", shown(&command)));
    let started = Instant::now();
    let io = |error| XtaskError::Io(why.to_owned(), error);
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(io)?;
    let mut text = String::new();
    if let Some(out) = child.stdout.take() {
        for line in BufReader::new(out).lines() {
            let line = line.map_err(io)?;
            let _ = writeln!(std::io::stdout(), "{mark}{line}");
            text.push_str(&line);
            text.push('\n');
        }
    }
    let status = child.wait().map_err(io)?;
    say(&format!("   {mark}{} s", started.elapsed().as_secs()));
    Ok((text, status.success()))
}

/// Runs the program without showing its output, unless it fails.
pub fn quiet(mut command: Command) -> Result<(), XtaskError> {
    let output = command.output().map_err(|error| XtaskError::Io(shown(&command), error))?;
    if output.status.success() {
        return Ok(());
    }
    say(&String::from_utf8_lossy(&output.stderr));
    Err(XtaskError::Failed(shown(&command)))
}

/// The output of a program, if it can be started and succeeds.
pub fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let output = command(program, arguments).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The command as it would be typed.
pub fn shown(command: &Command) -> String {
    let arguments = command.get_args().map(|argument| argument.to_string_lossy().into_owned());
    let program = command.get_program().to_string_lossy().into_owned();
    std::iter::once(program).chain(arguments).collect::<Vec<_>>().join(" ")
}

/// The first `digits` of `bytes` in hexadecimal.
pub fn hex(bytes: &[u8], digits: usize) -> String {
    bytes
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect::<String>()
        .chars()
        .take(digits)
        .collect()
}
