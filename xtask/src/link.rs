//! The linker of the app and the widgets: rustc's own, which is told not to keep what nobody calls, and what only panics say
//! where nobody hears them.
//!
//! Leptos brings `server_fn`, which brings `wasm-streams`, whose classes are exported. The linker keeps what is exported,
//! and all that it leads to, whether a script calls it or not: in a rating more than three kilobytes. rustc asks for each
//! export by `--export`; without that, the linker finds that nothing leads there and leaves it out (ADR 24).

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{io, output, quiet, root};
use crate::widgets::PROGRAMS;
use crate::{XtaskError, panics};

/// Where the linker is that this one calls. An environment variable, since rustc calls this program without more.
pub const LINKER: &str = "BANTIN_LINKER";

/// Part of the names of all that `wasm-streams` exports.
const UNUSED: &str = "intounderlying";

/// rustc's own linker.
pub fn linker() -> Result<PathBuf, XtaskError> {
    let missing = || XtaskError::Failed("asking rustc where its linker is".to_owned());
    let folder = output("rustc", &["--print", "target-libdir"]).ok_or_else(missing)?;
    // Beside the folder of the host's library.
    Ok(PathBuf::from(folder.trim()).with_file_name("bin").join("rust-lld"))
}

/// Links as rustc asks for, but for exports of which nothing is called; what only panics refer to in a widgets' program is
/// blank (ADR 24).
pub fn link(arguments: &[&str]) -> Result<(), XtaskError> {
    let linker = std::env::var_os(LINKER).map(PathBuf::from).unwrap_or_default();
    let mut asked = Vec::new();
    for argument in arguments {
        match argument.strip_prefix('@') {
            // A list that is too long for a command is in a file, one to a line.
            Some(file) => {
                let file = PathBuf::from(file);
                let text = std::fs::read_to_string(&file).map_err(io(&file))?;
                asked.extend(text.lines().map(|line| line.trim_matches('"').to_owned()));
            }
            None => asked.push((*argument).to_owned()),
        }
    }
    let made = asked.iter().skip_while(|argument| *argument != "-o").nth(1).map(PathBuf::from);
    let silent = made.filter(|made| is_silent(made));
    let mut command = Command::new(linker);
    command.args(without_unused(asked));
    let Some(made) = silent else { return quiet(command) };
    command.arg("--emit-relocs");
    quiet(command)?;
    let module = std::fs::read(&made).map_err(io(&made))?;
    let failed = |error| XtaskError::Failed(format!("reading {} ({error})", made.display()));
    let (module, count) = panics::blank(&module).map_err(failed)?;
    if count == 0 {
        // Another compiler may use other names, which must be noticed.
        return Err(XtaskError::Failed("finding what panics say; it".to_owned()));
    }
    std::fs::write(&made, module).map_err(io(&made))
}

/// Removes programs that were linked before the linker at `own` was made, so that they are linked anew: cargo knows only
/// where the linker is.
pub fn forget_what_an_older_one_made(own: &Path) -> Result<(), XtaskError> {
    let made = root().join("target/wasm32-unknown-unknown/web/deps");
    let modified = |path: &Path| path.metadata().and_then(|it| it.modified()).map_err(io(path));
    for entry in std::fs::read_dir(made).into_iter().flatten().flatten() {
        let path = entry.path();
        let is_program = path.extension().is_some_and(|ending| ending == "wasm");
        if is_program && modified(&path)? < modified(own)? {
            std::fs::remove_file(&path).map_err(io(&path))?;
        }
    }
    Ok(())
}

/// Whether nothing shows what a panic of this program says. cargo puts a hash behind the program's name.
fn is_silent(made: &Path) -> bool {
    let name = made.file_name().unwrap_or_default().to_string_lossy();
    PROGRAMS.iter().any(|program| name.starts_with(program))
}

fn without_unused(asked: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(asked.len());
    for argument in asked {
        let is_name = kept.last().is_some_and(|last| last == "--export");
        if is_name && argument.contains(UNUSED) {
            kept.pop();
        } else if !(argument.starts_with("--export=") && argument.contains(UNUSED)) {
            kept.push(argument);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exports_that_nobody_calls_are_not_asked_for() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let asked = "-flavor wasm --export main --export intounderlyingsink_close a.o \
                     --export=__wbg_intounderlyingsource_free --export=prepare -o intounderlying.wasm";
        let kept = "-flavor wasm --export main a.o --export=prepare -o intounderlying.wasm";
        assert_eq!(without_unused(words(asked)), words(kept));
    }
}
