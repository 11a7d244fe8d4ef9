//! `cargo xtask run`, `cargo xtask export` and `cargo xtask dev`.

use std::net::TcpStream;
use std::path::Path;
use std::process::Child;
use std::time::Duration;

use crate::process::{command, io, root, say, step};
use crate::tools::{self, with_tools};
use crate::{XtaskError, bundle, progress};

/// Sets up, builds, imports the sample newsroom into an empty store, serves.
pub fn run(options: &[&str]) -> Result<(), XtaskError> {
    let (port, data) = options_of(options)?;
    let ((), server) = progress::told(|| progress::both(bundle::build, server))?;
    import(&server, &data)?;
    let listen = format!("127.0.0.1:{port}");
    let arguments = [
        "serve",
        "--data",
        &data,
        "--listen",
        &listen,
        "--app",
        "dist",
        "--url",
        &format!("http://{listen}/"),
    ];
    let mut served = serve(&server, &arguments, port)?;
    say(&format!("\nBản Tin is at http://127.0.0.1:{port}/   (Ctrl-C stops it)\n"));
    served.0.wait().map_err(|error| XtaskError::Io(server, error))?;
    Ok(())
}

/// The sample newsroom as a folder for any static host. `options` go to `bantin-server export`.
pub fn export(options: &[&str]) -> Result<(), XtaskError> {
    let ((), server) = progress::told(|| progress::both(bundle::build, server))?;
    import(&server, "data")?;
    let mut arguments = vec!["export", "--data", "data", "--app", "dist", "--out", "target/site"];
    arguments.extend(options);
    step("write the site", command(&server, &arguments))
}

/// The server, optimised.
pub fn server() -> Result<String, XtaskError> {
    let build = ["build", "--release", "--package", "bantin-server"];
    progress::run("compile the server", 420, command("cargo", &build))?;
    Ok(root().join("target/release/bantin-server").to_string_lossy().into_owned())
}

/// The edit loop: Trunk rebuilds the app on every change; the API and the gallery stand behind its proxy.
pub fn dev() -> Result<(), XtaskError> {
    tools::for_build()?;
    let build = ["build", "--package", "bantin-server", "--package", "bantin-gallery"];
    step("build the server and the gallery", command("cargo", &build))?;
    let server = root().join("target/debug/bantin-server").to_string_lossy().into_owned();
    import(&server, "data")?;
    let url = "http://127.0.0.1:8081/";
    let api = ["serve", "--data", "data", "--listen", "127.0.0.1:8080", "--url", url];
    let _api = serve(&server, &api, 8080)?;
    let gallery = root().join("target/debug/bantin-gallery").to_string_lossy().into_owned();
    let _gallery = serve(&gallery, &["--serve", "8082"], 8082)?;
    say(&format!(
        "\nThe edit loop is at {url} (the API behind it on port 8080), every component at {url}gallery/"
    ));
    step("watch and rebuild", with_tools(command("trunk", &["serve", "--offline"])))
}

/// A program that runs beside this one, and ends with it.
struct Beside(Child);

impl Drop for Beside {
    fn drop(&mut self) {
        // It may be gone already, with the same Ctrl-C.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn options_of(options: &[&str]) -> Result<(u16, String), XtaskError> {
    let (mut port, mut data) = (8080, "data".to_owned());
    for pair in options.chunks(2) {
        match pair {
            ["--port", value] => {
                port = value
                    .parse()
                    .map_err(|_| XtaskError::Usage("--port takes a number from 1 to 65535"))?
            }
            ["--data", value] => (*value).clone_into(&mut data),
            _ => return Err(XtaskError::Usage("cargo xtask run [--port N] [--data DIR]")),
        }
    }
    Ok((port, data))
}

/// The sample newsroom, into a store that is not there yet.
fn import(server: &str, data: &str) -> Result<(), XtaskError> {
    if Path::new(data).join("bantin.sqlite").exists()
        || root().join(data).join("bantin.sqlite").exists()
    {
        return Ok(());
    }
    let arguments = ["import", "--data", data, "server/sample"];
    step("import the sample newsroom into a new store", command(server, &arguments))
}

/// Imports the sample newsroom for tests and benches, which copy it (`tests/src/newsroom.rs`). Its pictures take
/// seconds, which each program of tests would need again.
pub fn import_for_tests(server: &str) -> Result<(), XtaskError> {
    let folder = root().join("target/test-newsroom");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(io(&folder))?;
    }
    let mut import = command(server, &["import", "--data"]);
    import.arg(&folder).arg(root().join("server/sample")).env_remove("BANTIN_STORE");
    step("import the sample newsroom for the tests", import)
}

fn serve(server: &str, arguments: &[&str], port: u16) -> Result<Beside, XtaskError> {
    let child = command(server, arguments).spawn();
    let mut child = Beside(child.map_err(|error| XtaskError::Io(server.to_owned(), error))?);
    for _ in 0..100 {
        if let Ok(Some(_)) = child.0.try_wait() {
            return Err(XtaskError::Failed(format!("{server} {}", arguments.join(" "))));
        }
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Ok(child);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Err(XtaskError::Failed(format!("{server} did not answer within ten seconds; it")))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn options_are_read_and_others_refused() {
        assert_eq!(options_of(&[]).unwrap(), (8080, "data".to_owned()));
        assert_eq!(options_of(&["--port", "9", "--data", "x"]).unwrap(), (9, "x".to_owned()));
        assert!(options_of(&["--port", "x"]).is_err());
        assert!(options_of(&["--colour", "x"]).is_err());
    }
}
