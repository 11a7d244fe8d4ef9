//! `cargo xtask bench load`, `widgets`, `interactions` and `lighthouse`: measure pages in a browser.

use std::process::{Child, Stdio};
use std::time::Duration;

use crate::process::{command, output, root, say, step};
use crate::tools::{self, with_tools};
use crate::{XtaskError, bundle, run};

/// An article with the anatomy of the portal's page.
const ARTICLE: &str = "articles/le-ra-quan-lam-sach-pho-co-ben-dinh/";
const PORT: u16 = 8092;
/// The categories that Lighthouse grades.
const CATEGORIES: [&str; 4] = ["performance", "accessibility", "best-practices", "seo"];

/// What readers wait for on a slow phone: an article beside a page by hand, what comes after it, and the widgets on
/// somebody's page.
pub fn load() -> Result<(), XtaskError> {
    tools::browser()?;
    tools::hosts()?;
    bundle::build()?;
    run::import_for_tests(&run::server()?)?;
    measure("load", "load an article on a slow phone")?;
    measure("widgets", "put widgets on somebody's page, on a slow processor")
}

/// Measures what widgets cost the page around them, on a processor at a quarter of its speed.
pub fn widgets() -> Result<(), XtaskError> {
    tools::browser()?;
    bundle::build()?;
    run::import_for_tests(&run::server()?)?;
    measure("widgets", "put widgets on somebody's page, on a slow processor")
}

/// Measures the time from a gesture to the next paint, on a processor at a quarter of its speed.
pub fn interactions() -> Result<(), XtaskError> {
    tools::browser()?;
    bundle::build()?;
    run::import_for_tests(&run::server()?)?;
    measure("interactions", "do what readers do, on a slow processor")
}

/// Runs a program of `tests/src/bin` on the app as it is built.
fn measure(program: &str, what: &str) -> Result<(), XtaskError> {
    let arguments = ["run", "--quiet", "-p", "bantin-tests", "--bin", program];
    let mut bench = command("cargo", &arguments);
    bench.env("BANTIN_DIST", bundle::dist());
    step(what, bench)
}

/// Grades an exported article page; fails below 100.
pub fn lighthouse() -> Result<(), XtaskError> {
    tools::browser()?;
    tools::hosts()?;
    let program = tools::lighthouse()?.to_string_lossy().into_owned();
    let url = format!("http://127.0.0.1:{PORT}/");
    run::export(&["--url", &url, "--live", &format!("{url}api/v1/")])?;
    let server = run::server()?;
    let listen = format!("127.0.0.1:{}", PORT + 1);
    let live = Running(spawn(&server, &["serve", "--data", "data", "--listen", &listen])?);
    let host = nginx()?;
    std::thread::sleep(Duration::from_secs(1));
    let report = root().join("target/lighthouse.json").to_string_lossy().into_owned();
    let page = format!("{url}{ARTICLE}");
    let categories = format!("--only-categories={}", CATEGORIES.join(","));
    let to = format!("--output-path={report}");
    let flags = "--chrome-flags=--headless --no-sandbox --disable-gpu --disable-dev-shm-usage";
    let arguments = [page.as_str(), "--quiet", "--output=json", &to, &categories, flags];
    let mut lighthouse = with_tools(command(&program, &arguments));
    lighthouse.env("CHROME_PATH", output("which", &["chromium"]).unwrap_or_default().trim());
    step("let Lighthouse grade it", lighthouse)?;
    drop((host, live));
    graded(&report)
}

/// Prints the grades, and the audits that lowered them.
fn graded(report: &str) -> Result<(), XtaskError> {
    let io = |error| XtaskError::Io(report.to_owned(), error);
    let json: serde_json::Value =
        serde_json::from_slice(&std::fs::read(report).map_err(io)?).unwrap_or_default();
    let mut is_best = true;
    for category in CATEGORIES {
        let score = json["categories"][category]["score"].as_f64().unwrap_or_default() * 100.0;
        say(&format!("{category:<16} {score:>4.0}"));
        is_best &= score >= 99.5;
    }
    for audit in json["audits"].as_object().into_iter().flatten().map(|(_, audit)| audit) {
        let score = audit["score"].as_f64().filter(|score| *score < 0.9);
        if let (Some(score), Some(title)) = (score, audit["title"].as_str()) {
            let shown = audit["displayValue"].as_str().unwrap_or_default();
            say(&format!("  {score:.2} {title} {shown}"));
        }
    }
    if is_best { Ok(()) } else { Err(XtaskError::Budget("Lighthouse grades below 100".to_owned())) }
}

/// Runs nginx with the configuration from the docs over the exported site; calls go to the live service.
fn nginx() -> Result<Running, XtaskError> {
    let folder = root().join("target/lighthouse");
    std::fs::create_dir_all(&folder)
        .map_err(|e| XtaskError::Io("target/lighthouse".to_owned(), e))?;
    let read = |path: &str| {
        std::fs::read_to_string(root().join(path)).map_err(|e| XtaskError::Io(path.to_owned(), e))
    };
    let live = format!(
        "location ~ ^/api/v1/(readers|ratings|views|search$) {{ proxy_pass http://127.0.0.1:{}; }}\n    location /api/v1/ {{",
        PORT + 1
    );
    let server = read("docs/deploy/nginx.conf")?
        .replace("listen 80;", &format!("listen 127.0.0.1:{PORT};"))
        .replace("root /var/www/news;", &format!("root {};", root().join("target/site").display()))
        .replace("include mime.types;", "include /etc/nginx/mime.types;")
        .replace("location /api/v1/ {", &live);
    let here = folder.display();
    let user =
        if output("id", &["-u"]).is_some_and(|id| id.trim() == "0") { "user root;" } else { "" };
    let conf = format!(
        "daemon off; {user} pid {here}/pid; error_log {here}/error.log;\nevents {{}}\nhttp {{ access_log off;\n{server}\n}}\n"
    );
    let file = folder.join("nginx.conf");
    std::fs::write(&file, conf).map_err(|e| XtaskError::Io(file.display().to_string(), e))?;
    Ok(Running(spawn("nginx", &["-c", &file.to_string_lossy()])?))
}

fn spawn(program: &str, arguments: &[&str]) -> Result<Child, XtaskError> {
    let mut command = command(program, arguments);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().map_err(|error| XtaskError::Io(program.to_owned(), error))
}

/// A program that is stopped when this is dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // nginx' master process stops its workers on a signal to end, not when it is killed.
        let _ = command("kill", &[&self.0.id().to_string()]).status();
        let _ = self.0.wait();
    }
}
