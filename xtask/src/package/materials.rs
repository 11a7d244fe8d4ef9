//! Lists what the program and the app inside it are made of, in the format of CycloneDX.

use std::path::{Path, PathBuf};

use crate::XtaskError;
use crate::process::{command, io, root};
use crate::{packages, progress, tools};

/// The name that cargo-cyclonedx gives its files, in the folder of each package.
const NAME: &str = "bantin-materials";

/// Writes `bantin-server.cdx.json` and `bantin-app.cdx.json` into `folder`.
pub fn write(folder: &Path) -> Result<Vec<PathBuf>, XtaskError> {
    std::fs::create_dir_all(folder).map_err(io(folder))?;
    let wasm = ["--target", "wasm32-unknown-unknown"];
    let server = list(folder, "bantin-server", "server", &["--features", "app-inside"])?;
    let app = list(folder, "bantin-app", "", &[&["--features", "csr"][..], &wasm].concat())?;
    Ok(vec![server, app])
}

/// The list for the package in the folder `of` of the repository.
fn list(folder: &Path, name: &str, of: &str, more: &[&str]) -> Result<PathBuf, XtaskError> {
    let program = tools::cargo_cyclonedx()?;
    let manifest = root().join(of).join("Cargo.toml");
    let words = ["cyclonedx", "--format", "json", "--spec-version", "1.5", "--no-build-deps", "-q"];
    let mut make = command(&program.to_string_lossy(), &words);
    make.arg("--override-filename").arg(NAME).arg("--manifest-path").arg(manifest).args(more);
    progress::run(&format!("list what {name} is made of"), 5, make)?;
    let made = root().join(of).join(format!("{NAME}.json"));
    let text = std::fs::read_to_string(&made).map_err(io(&made))?;
    // cargo-cyclonedx writes a list for each package of the workspace.
    for package in packages::all()? {
        let _ = std::fs::remove_file(package.folder().join(format!("{NAME}.json")));
    }
    let path = folder.join(format!("{name}.cdx.json"));
    std::fs::write(&path, without_place(&text, &root())).map_err(io(&path))?;
    Ok(path)
}

/// The text without the path of the repository on this machine.
fn without_place(text: &str, root: &Path) -> String {
    text.replace(&*root.to_string_lossy(), "/bantin")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_learns_where_it_was_built() {
        let text = "\"bom-ref\": \"path+file:///home/a/paper/server#bantin-server@0.1.0\"";
        let without = without_place(text, Path::new("/home/a/paper"));
        assert_eq!(without, "\"bom-ref\": \"path+file:///bantin/server#bantin-server@0.1.0\"");
    }
}
