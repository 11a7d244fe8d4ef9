//! GET of one article under load, beside nginx.

use std::process::Stdio;
use std::time::Duration;

use super::{Running, fresh, io};
use crate::XtaskError;
use crate::process::{command, output, say, step};
use crate::run;

const SERVER_PORT: u16 = 8090;
const NGINX_PORT: u16 = 8091;
const CONNECTIONS: &str = "64";
const ROUNDS: usize = 3;

/// GET of one article under load, beside nginx serving the same bytes from a file.
pub fn get() -> Result<(), XtaskError> {
    for (tool, flag) in [("wrk", "-v"), ("nginx", "-v")] {
        // wrk answers its version with a failure; being startable is enough.
        if command(tool, &[flag]).stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
            return Err(XtaskError::Missing {
                what: tool.to_owned(),
                command: format!("apt-get install {tool}"),
            });
        }
    }
    let server = run::server()?;
    let folder = fresh("get")?;
    let data = folder.join("data").to_string_lossy().into_owned();
    step(
        "import the sample newsroom",
        command(&server, &["import", "--data", &data, "server/sample"]),
    )?;
    let path = "/api/v1/articles/le-ra-quan-lam-sach-pho-co-ben-dinh.json";
    let listen = format!("127.0.0.1:{SERVER_PORT}");
    let ours = format!("http://{listen}{path}");
    let mut serve = command(&server, &["serve", "--data", &data, "--listen", &listen]);
    serve.env("RUST_LOG", "error");
    let serve = Running(serve.spawn().map_err(|error| XtaskError::Io(server.clone(), error))?);
    let bytes = first_answer(&ours)?;
    let file = folder.join(path.trim_start_matches('/'));
    if let Some(parent) = file.parent() {
        std::fs::create_dir_all(parent).map_err(io(parent))?;
    }
    std::fs::write(&file, bytes).map_err(io(&file))?;
    let conf = folder.join("nginx.conf");
    let here = folder.display();
    std::fs::write(
        &conf,
        format!(
            "daemon off; pid {here}/pid; error_log {here}/error.log; worker_processes auto;\n\
             events {{ worker_connections 1024; }}\n\
             http {{ access_log off; sendfile on; keepalive_requests 1000000; types {{ application/json json; }}\n\
             server {{ listen 127.0.0.1:{NGINX_PORT}; root {here}; }} }}\n"
        ),
    )
    .map_err(io(&conf))?;
    let conf = conf.to_string_lossy().into_owned();
    let nginx = command("nginx", &["-c", &conf]).stderr(Stdio::null()).spawn();
    let nginx = Running(nginx.map_err(|error| XtaskError::Io("nginx".to_owned(), error))?);
    let theirs = format!("http://127.0.0.1:{NGINX_PORT}{path}");
    first_answer(&theirs)?;

    // In turns, so that whatever else the machine does falls on both.
    let (mut server, mut files) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        server.push(load(&ours)?);
        files.push(load(&theirs)?);
    }
    drop((serve, nginx));
    let (server, files) = (median(server), median(files));
    say(&format!("\nGET of one article, {CONNECTIONS} connections, median of {ROUNDS} rounds"));
    say(&format!("bantin-server  {:>8.0} requests/s   p99 {:>7.2} ms", server.rate, server.p99));
    say(&format!("nginx, a file  {:>8.0} requests/s   p99 {:>7.2} ms", files.rate, files.p99));
    say(&format!("ratio          {:>8.2}", server.rate / files.rate));
    Ok(())
}

fn first_answer(url: &str) -> Result<Vec<u8>, XtaskError> {
    for _ in 0..50 {
        if let Some(text) = output("curl", &["-sf", url]) {
            return Ok(text.into_bytes());
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Err(XtaskError::Failed(format!("asking for {url}")))
}

/// What one round under load measured.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Load {
    /// Requests a second.
    rate: f64,
    /// Milliseconds.
    p99: f64,
}

fn load(url: &str) -> Result<Load, XtaskError> {
    let arguments = ["-t1", "-c", CONNECTIONS, "-d5s", "--latency", url];
    let text = output("wrk", &arguments).ok_or_else(|| XtaskError::Failed("wrk".to_owned()))?;
    if text.contains("Non-2xx") || text.contains("Socket errors") {
        return Err(XtaskError::Failed(format!("a load without errors on {url}:\n{text}")));
    }
    of_wrk(&text).ok_or_else(|| XtaskError::Failed("reading what wrk printed".to_owned()))
}

fn of_wrk(text: &str) -> Option<Load> {
    let after = |word: &str| text.split(word).nth(1)?.split_whitespace().next();
    let p99 = after("99%")?;
    let (number, scale) = ["us", "ms", "s"]
        .into_iter()
        .zip([0.001, 1.0, 1000.0])
        .find_map(|(unit, scale)| Some((p99.strip_suffix(unit)?, scale)))?;
    let p99 = number.parse::<f64>().ok()? * scale;
    Some(Load { rate: after("Requests/sec:")?.parse().ok()?, p99 })
}

fn median(mut loads: Vec<Load>) -> Load {
    loads.sort_by(|a, b| a.rate.total_cmp(&b.rate));
    loads.get(loads.len() / 2).copied().unwrap_or(Load { rate: 0.0, p99: 0.0 })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_wrk_prints_is_read() {
        let text = "  Latency Distribution\n     50%    1.20ms\n     99%  870.00us\n  9 requests in 5.00s\nRequests/sec:  41234.56\nTransfer/sec: 1MB\n";
        assert_eq!(of_wrk(text), Some(Load { rate: 41234.56, p99: 0.87 }));
        assert_eq!(of_wrk("nothing"), None);
    }
}
