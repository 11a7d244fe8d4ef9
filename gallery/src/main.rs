//! The gallery: `bantin-gallery FOLDER` writes it there, `bantin-gallery --serve PORT` shows it at `/gallery/`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;

use bantin_gallery::Gallery;
use bantin_gallery::serving::{BASE, serve};

const USAGE: &str = "bantin-gallery FOLDER | --serve PORT";

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["--serve", port] => {
            let port = port.parse().expect(USAGE);
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).unwrap();
            println!("The gallery is at http://127.0.0.1:{port}{BASE}");
            serve(&listener, root);
        }
        [folder] if !folder.starts_with('-') => Gallery::of(root).write(Path::new(folder)),
        _ => panic!("{USAGE}"),
    }
}
