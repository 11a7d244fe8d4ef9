//! Splits the app's WebAssembly: the first piece takes over a page that is there already, the second draws pages, the
//! third has the controls of a page that is taken over.
//!
//! The compiler and linker leave the app whole, with a list of what refers to what (`build.rs`); the splitter moves what
//! only a split point of `src/main.rs` leads to into a piece of its own, what two of them lead to into a piece that
//! comes with either, and writes the script that loads them. Only then
//! wasm-bindgen sees the first piece. The three depend on details of each other, so their versions are pinned.

use std::path::Path;

use wasm_split_cli_support::{Options, transform};

use crate::XtaskError;
use crate::process::{command, io, quiet, root, say};
use crate::rewrite::filled;
use crate::tools::with_tools;

/// The pieces that the app fetches itself: one for each split point, named after it, and what both need.
pub const PIECES: &[&str] = &["chunk_3.wasm", "split_later.wasm", "split_tools.wasm"];

/// What loads the pieces. It becomes part of `app.js`.
const LOADER: &str = "__wasm_split.js";

/// Tells the compiler that the app is to be split: there is a split point, and the linker says what refers to what.
pub const FLAG: &str = "--cfg=split";

/// Puts the split app into `folder`, in the place of the whole one that Trunk made: `app.js`, `app_bg.wasm`,
/// [`PIECES`], and the script between them, which `app.js` imports.
pub fn split(folder: &Path) -> Result<(), XtaskError> {
    say("split the app's WebAssembly");
    let whole = root().join("target/wasm32-unknown-unknown/web/app.wasm");
    let out = root().join("target/split");
    if out.exists() {
        std::fs::remove_dir_all(&out).map_err(io(&out))?;
    }
    let bytes = std::fs::read(&whole).map_err(io(&whole))?;
    let first = out.join("app.wasm");
    let mut options = Options::new(&bytes);
    options.output_dir = &out;
    options.main_out_path = &first;
    options.main_module = "./app.js";
    let made = transform(options).map_err(|error| {
        XtaskError::Failed(format!("splitting {} ({error:#})", whole.display()))
    })?;
    let mut pieces: Vec<String> = made
        .split_modules
        .iter()
        .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
        .collect();
    pieces.sort();
    if pieces != PIECES {
        let what = format!("splitting into {PIECES:?} (there are {pieces:?})");
        return Err(XtaskError::Failed(what));
    }
    let [from, to] = [&first, &out.join("bound")].map(|path| path.to_string_lossy().into_owned());
    // Pieces find the memory and the table of functions of the first one by the linker's names.
    let bind = ["--target", "web", "--keep-lld-exports", "--no-typescript", "--out-name", "app"];
    let arguments = [&bind[..], &["--out-dir", &to, &from]].concat();
    quiet(with_tools(command("wasm-bindgen", &arguments)))?;
    let bound = out.join("bound");
    let parts = [(&bound, "app.js"), (&bound, "app_bg.wasm"), (&out, LOADER)];
    for (from, name) in parts.into_iter().chain(PIECES.iter().map(|name| (&out, *name))) {
        let from = from.join(name);
        std::fs::copy(&from, folder.join(name)).map_err(io(&from))?;
    }
    let loader = folder.join(LOADER);
    let text = std::fs::read_to_string(&loader).map_err(io(&loader))?;
    std::fs::write(&loader, patient(&text)?).map_err(io(&loader))?;
    Ok(())
}

/// The script that loads the pieces, which tells of one that does not arrive only when the page has stayed: readers who
/// leave break off what is on its way.
fn patient(loader: &str) -> Result<String, XtaskError> {
    filled(loader, "console.error(e);", "setTimeout(console.error, 5000, e);")
}

/// Takes away what has become part of other files.
pub fn drop_loader(folder: &Path) -> Result<(), XtaskError> {
    let loader = folder.join(LOADER);
    std::fs::remove_file(&loader).map_err(io(&loader))
}
