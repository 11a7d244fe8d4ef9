//! The packages of the workspace, as `cargo metadata` lists them.

use std::path::PathBuf;

use serde::Deserialize;

use crate::XtaskError;
use crate::process::output;

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
#[cfg_attr(not(test), allow(dead_code, reason = "what a package uses, only tests look at"))]
pub struct Package {
    pub name: String,
    /// The absolute path of its `Cargo.toml`.
    pub manifest_path: PathBuf,
    pub dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
#[cfg_attr(not(test), allow(dead_code, reason = "what a package uses, only tests look at"))]
pub struct Dependency {
    pub name: String,
    /// What its code calls it, if that is another name.
    pub rename: Option<String>,
    /// `dev`, `build`, or none for what ships.
    pub kind: Option<String>,
}

impl Package {
    /// The folder of the package.
    pub fn folder(&self) -> PathBuf {
        self.manifest_path.parent().map(PathBuf::from).unwrap_or_default()
    }
}

/// All of them.
///
/// # Errors
/// That of running cargo, or of reading what it says.
pub fn all() -> Result<Vec<Package>, XtaskError> {
    let text = output("cargo", &["metadata", "--no-deps", "--format-version", "1"]);
    let text = text.ok_or_else(|| XtaskError::Failed("cargo metadata".to_owned()))?;
    let metadata: Metadata = serde_json::from_str(&text)
        .map_err(|error| XtaskError::Failed(format!("reading the list of packages ({error})")))?;
    Ok(metadata.packages)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::root;

    #[test]
    fn every_package_of_the_workspace_is_known() {
        let folders: Vec<_> = all().into_iter().flatten().map(|package| package.folder()).collect();
        assert!(
            folders.contains(&root()) && folders.contains(&root().join("server")),
            "{folders:?}"
        );
    }
}
