use std::time::{Duration, Instant};

use super::*;

const BOXES: &[u8] = include_bytes!("../../../tests/fonts/boxes.woff2");
const BOLD_BOXES: &[u8] = include_bytes!("../../../tests/fonts/boxes-bold.woff2");
const NO_Y_DOT: &[u8] = include_bytes!("../../../tests/fonts/boxes-without-y-dot.woff2");
const EVERY_WEIGHT: &[u8] = include_bytes!("../../../tests/fonts/boxes-of-every-weight.woff2");
const ENDLESS: &[u8] = include_bytes!("../../../tests/fonts/endless.woff2");

#[test]
fn letters_and_measures_are_those_of_the_font() {
    let font = Font::read(BOXES).unwrap();
    assert_eq!((font.ascent, font.descent, font.line_gap), (1000, 300, 100));
    assert_eq!((font.weights, font.is_bold()), ((400, 400), false));
    assert!("ỵỴđĐ₫".chars().all(|letter| font.has(letter)) && !font.has('ж'));
    assert!(!Font::read(NO_Y_DOT).unwrap().has('ỵ'));
    assert_eq!((font.file.extension, &*font.file.bytes), ("woff2", BOXES));
}

#[test]
fn what_stands_in_is_made_as_wide() {
    let font = Font::read(BOXES).unwrap();
    // Boxes are 511 thousandths wide in a text, Times 401, Helvetica 444.
    let [(false, serif)] = font.size_adjusts(false, false, false)[..] else {
        panic!("one regular")
    };
    let [(false, sans)] = font.size_adjusts(true, false, false)[..] else { panic!("one regular") };
    assert!((1270..1280).contains(&serif) && (1145..1155).contains(&sans), "{serif} {sans}");
    let [(true, bold)] = Font::read(BOLD_BOXES).unwrap().size_adjusts(false, false, true)[..]
    else {
        panic!("one bold")
    };
    assert!(bold > serif, "{bold}");
}

#[test]
fn what_varies_is_measured_at_the_weights_that_pages_set() {
    let every = Font::read(EVERY_WEIGHT).unwrap();
    assert_eq!((every.weights, every.is_bold()), ((300, 800), false));
    let [(false, regular), (true, bold)] = every.size_adjusts(false, false, false)[..] else {
        panic!("both")
    };
    // It is as wide as the other at 300, where it begins, and 100 thousandths wider at 800.
    let width = |font: &Font, at: usize| font.mean_widths[at].unwrap();
    let light = width(&Font::read(BOXES).unwrap(), 0);
    let near = |width: f64, wanted: f64| (width - wanted).abs() < 1.0;
    assert!(near(width(&every, 0), light + 20.0), "{} {light}", width(&every, 0));
    assert!(near(width(&every, 1), light + 80.0), "{} {light}", width(&every, 1));
    assert!(regular > 1300 && bold > regular, "{regular} {bold}");
}

#[test]
fn a_table_of_any_length_takes_no_time() {
    let begun = Instant::now();
    let endless = Font::read(ENDLESS).unwrap();
    assert!(endless.has('\u{1}') && !endless.has('a'), "it has three shapes");
    assert_eq!(endless.size_adjusts(false, false, false), []);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[test]
fn what_is_no_font_is_refused() {
    assert!(matches!(Font::read(b"wOFFxxxx"), Err(FontError::Format)));
    assert!(matches!(Font::read(&BOXES[..200]), Err(FontError::Damaged)));
    assert!(matches!(Font::read(&vec![0; MAX_BYTES + 1]), Err(FontError::TooLarge)));
    let mut several = BOXES.to_vec();
    several[4..8].copy_from_slice(b"ttcf");
    assert!(matches!(Font::read(&several), Err(FontError::Several)));
}

#[test]
fn of_what_is_damaged_nothing_is_measured_that_a_page_cannot_have() {
    let mut read = 0;
    for font in [BOXES, EVERY_WEIGHT] {
        let whole = wuff::decompress_woff2(font).unwrap();
        for at in 0..whole.len() {
            for mask in [0x55, 0x80, 0xff] {
                let mut damaged = whole.clone();
                damaged[at] ^= mask;
                let Some(font) = Font::of_unpacked(font, damaged) else { continue };
                read += 1;
                let (from, to) = font.weights;
                assert!(1 <= from && from <= to && to <= 1000, "{at} {mask}: {from} {to}");
                let line = [font.ascent, font.descent, font.line_gap];
                assert!(line.iter().all(|measure| *measure <= 10_000), "{at} {mask}: {line:?}");
                for (_, adjust) in font.size_adjusts(false, false, font.is_bold()) {
                    assert!((1..30_000).contains(&adjust), "{at} {mask}: {adjust}");
                }
                font.has('ỵ');
            }
        }
    }
    assert!(read > 1000, "most of it says nothing of these: {read}");
}
