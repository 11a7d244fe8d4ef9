//! The gallery at an address of its own. Each answer is drawn anew, so that a style that was changed is seen after a reload.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;

use crate::Gallery;

/// Where it stands below the address.
pub const BASE: &str = "/gallery/";

/// Answers for as long as the program runs.
pub fn serve(listener: &TcpListener, root: &Path) {
    for stream in listener.incoming().flatten() {
        let root = root.to_owned();
        // Each by itself: browsers open connections on which they ask nothing yet.
        std::thread::spawn(move || {
            // One that hangs up has what it wanted.
            let _ = answer(stream, &root);
        });
    }
}

fn answer(mut stream: TcpStream, root: &Path) -> std::io::Result<()> {
    let mut request = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    request.read_line(&mut line)?;
    let mut rest = String::new();
    while request.read_line(&mut rest)? > 2 {
        rest.clear();
    }
    let path = line.split(' ').nth(1).unwrap_or_default();
    let name = match path.strip_prefix(BASE) {
        Some("") => Some("index.html"),
        name => name,
    };
    let file = name.and_then(|name| Gallery::of(root).file(name));
    let status = if file.is_some() { "200 OK" } else { "404 Not Found" };
    let bytes = file.unwrap_or_else(|| b"Links of the gallery lead nowhere.".to_vec());
    let media_type = match path.rsplit('.').next() {
        Some("svg") => "image/svg+xml",
        Some("css") => "text/css; charset=utf-8",
        Some("png") => "image/png",
        _ => "text/html; charset=utf-8",
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
        bytes.len()
    )?;
    stream.write_all(&bytes)
}
