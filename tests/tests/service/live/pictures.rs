//! Pictures that mean harm, imported by the real program with bounds on its memory and its processor's time.

use std::io::Write;
use std::path::Path;
use std::process::Command;

use bantin_tests::process::program;
use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

/// Address space of an import that has to decode nothing large, in bytes. Decoded, the hostile picture is 2.7 GB.
const LITTLE: u64 = 500_000_000;
/// The same where the largest picture that is taken is decoded, made smaller and cut.
const ENOUGH: u64 = 1_500_000_000;
/// Seconds of processor's time, far more than small articles take in a program that is not optimised.
const SECONDS: u64 = 10;

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

/// An article with this picture in it, in the folder `source`.
fn write(source: &Path, name: &str, picture: &[u8]) {
    std::fs::write(source.join(format!("{name}.png")), picture).unwrap();
    let text =
        format!("---\ntitle: {name}\ndate: 2023-08-11\n---\n![{name}]({name}.png)\n\nBài.\n");
    std::fs::write(source.join(format!("{name}.md")), text).unwrap();
}

/// Imports `source` into `data` within these bounds; what it printed.
fn import(data: &Path, source: &Path, bounds: &[String]) -> String {
    let output = Command::new("prlimit")
        .args(bounds)
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
    let bomb = png(30_000, 30_000, 30_000);
    assert!(bomb.len() < 120_000, "{}", bomb.len());
    write(source.path(), "bom", &bomb);
    write(source.path(), "rong", &png(100_000, 100_000, 0));
    let bounds = [format!("--as={LITTLE}"), format!("--cpu={SECONDS}")];
    let said = import(data.path(), source.path(), &bounds);
    for (name, size) in [("bom", "30000 × 30000"), ("rong", "100000 × 100000")] {
        let note = format!("{name}.md: the picture {name}.png was left out: it has {size} pixels");
        assert!(said.contains(&note), "{said}");
    }
    assert_eq!(std::fs::read_dir(data.path().join("media")).unwrap().count(), 0);
}

#[test]
fn the_largest_picture_that_is_taken_fits_into_little_memory_and_is_decoded_once() {
    let (source, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(source.path(), "den", &png(8192, 6400, 6400));
    let said = import(data.path(), source.path(), &[format!("--as={ENOUGH}")]);
    assert!(!said.contains("den.png"), "{said}");
    // The picture, five smaller ones and three cuts.
    assert_eq!(std::fs::read_dir(data.path().join("media")).unwrap().count(), 9);
    // Again: where nothing is decoded anew, little is enough.
    let bounds = [format!("--as={LITTLE}"), format!("--cpu={SECONDS}")];
    let again = import(data.path(), source.path(), &bounds);
    assert!(again.contains("1 unchanged"), "{again}");
}
