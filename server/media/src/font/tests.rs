use super::*;

const BOXES: &[u8] = include_bytes!("../../../tests/fonts/boxes.woff2");
const BOLD_BOXES: &[u8] = include_bytes!("../../../tests/fonts/boxes-bold.woff2");
const NO_Y_DOT: &[u8] = include_bytes!("../../../tests/fonts/boxes-without-y-dot.woff2");
const EVERY_WEIGHT: &[u8] = include_bytes!("../../../tests/fonts/boxes-of-every-weight.woff2");

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
    let every = Font::read(EVERY_WEIGHT).unwrap();
    assert_eq!(every.weights, (300, 800));
    assert!(matches!(every.size_adjusts(false, false, false)[..], [(false, _), (true, _)]));
}

#[test]
fn what_is_no_font_is_refused() {
    assert!(matches!(Font::read(b"wOFFxxxx"), Err(FontError::Format)));
    assert!(matches!(Font::read(&BOXES[..200]), Err(FontError::Damaged)));
    assert!(matches!(Font::read(&vec![0; MAX_BYTES + 1]), Err(FontError::TooLarge)));
    let mut several = BOXES.to_vec();
    several[4..8].copy_from_slice(b"ttcf");
    assert!(matches!(Font::read(&several), Err(FontError::Several)));
    // Whatever else is wrong with it ends no import.
    for at in 0..BOXES.len() {
        let mut bytes = BOXES.to_vec();
        bytes[at] ^= 0x55;
        let _ = Font::read(&bytes);
    }
}
