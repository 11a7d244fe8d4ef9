//! Pictures that mean harm, imported by the real program with bounds on its memory and its processor's time.

use std::io::Write;
use std::path::Path;
use std::process::Command;

use bantin_tests::process::program;
use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

/// Address space of the import, in bytes. Decoded, the picture below is 2.7 GB.
const MEMORY: &str = "1500000000";
/// Seconds of processor's time, far more than three articles take in a program that is not optimised.
const SECONDS: &str = "20";

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut crc = Crc::new();
    crc.update(kind);
    crc.update(data);
    let length = u32::try_from(data.len()).unwrap();
    [&length.to_be_bytes(), &kind[..], data, &crc.sum().to_be_bytes()].concat()
}

/// A PNG of one bit a pixel that says it has this size, with these rows of black.
fn png(width: u32, height: u32, rows: u32) -> Vec<u8> {
    let mut pixels = ZlibEncoder::new(Vec::new(), Compression::best());
    let row = vec![0; usize::try_from(width.div_ceil(8)).unwrap() + 1];
    for _ in 0..rows {
        pixels.write_all(&row).unwrap();
    }
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[1, 0, 0, 0, 0]].concat();
    let chunks =
        [chunk(b"IHDR", &head), chunk(b"IDAT", &pixels.finish().unwrap()), chunk(b"IEND", b"")];
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunks.concat()].concat()
}

/// Imports `source` into `data` within the bounds; what it printed.
fn import(data: &Path, source: &Path) -> String {
    let output = Command::new("prlimit")
        .args([format!("--as={MEMORY}"), format!("--cpu={SECONDS}")])
        .arg(program())
        .args(["import", "--data"])
        .arg(data)
        .arg(source)
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let said = text(&output.stdout) + &text(&output.stderr);
    assert!(output.status.success(), "{:?}: {said}", output.status);
    said
}

#[test]
fn a_hostile_picture_costs_neither_memory_nor_time_and_does_not_stay() {
    let (source, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let write = |name: &str, bytes: &[u8]| {
        std::fs::write(source.path().join(name), bytes).unwrap();
    };
    let bomb = png(30_000, 30_000, 30_000);
    assert!(bomb.len() < 120_000, "{}", bomb.len());
    // As large as may be, and black: decoded, made smaller and cut.
    let large = png(8192, 8192, 8192);
    for (name, bytes) in [("bom", bomb), ("rong", png(100_000, 100_000, 0)), ("den", large)] {
        write(&format!("{name}.png"), &bytes);
        let text =
            format!("---\ntitle: {name}\ndate: 2023-08-11\n---\n![{name}]({name}.png)\n\nBài.\n");
        write(&format!("{name}.md"), text.as_bytes());
    }
    let said = import(data.path(), source.path());
    assert!(
        said.contains("bom.md: the picture bom.png was left out: it has 30000 × 30000 pixels"),
        "{said}"
    );
    assert!(
        said.contains("rong.md: the picture rong.png was left out: it has 100000 × 100000"),
        "{said}"
    );
    assert!(!said.contains("den.png"), "{said}");

    let media: Vec<_> = std::fs::read_dir(data.path().join("media")).unwrap().collect();
    // The large one, five smaller ones and three cuts.
    assert_eq!(media.len(), 9, "{media:?}");
    // And again: nothing is decoded anew, so that even less would do.
    let again = import(data.path(), source.path());
    assert!(again.contains("3 unchanged"), "{again}");
}
