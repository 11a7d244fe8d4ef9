//! What is refused: pictures that are too large, not whole, or none.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::samples::*;
use super::*;

#[test]
fn what_is_too_large_is_refused_by_its_head_alone() {
    let bomb = black(30_000, 30_000);
    assert!(bomb.len() < 120_000, "{}", bomb.len());
    assert_eq!(take(&bomb), Err(TakeError::TooManyPixels { width: 30_000, height: 30_000 }));
    assert!(matches!(first_frame(&bomb), Err(TakeError::TooManyPixels { .. })));

    let no_pixels = [png_chunk(b"IDAT", b"")];
    let empty = png_of(100_000, 100_000, 8, 2, &no_pixels);
    assert!(matches!(take(&empty), Err(TakeError::TooManyPixels { .. })));
    // Eight bytes a pixel.
    let deep = png_of(6000, 6000, 16, 6, &no_pixels);
    assert_eq!(take(&deep), Err(TakeError::TooMuchMemory { needed: 288_000_000 }));

    let mut wide = gif(1);
    wide[6..10].fill(0xff);
    assert_eq!(take(&wide), Err(TakeError::TooManyPixels { width: 65_535, height: 65_535 }));
    // A frame larger than the picture it is in.
    let mut wide = taken(&gif(1)).bytes;
    let frame = wide.windows(5).position(|part| part == [0x2c, 0, 0, 0, 0]).unwrap();
    wide[frame + 5..frame + 9].fill(0xff);
    assert!(matches!(take(&wide), Err(TakeError::TooMuchMotion { frames: 1 })));

    let mut wide = jpeg(60, 40, 1);
    let head = wide.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    wide[head + 5..head + 9].fill(0xff);
    assert_eq!(take(&wide), Err(TakeError::TooManyPixels { width: 65_535, height: 65_535 }));

    // Each frame is small; what is seen is not.
    let acts = png_chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]);
    let wide = png_of(5000, 5000, 1, 0, &[acts, png_chunk(b"IDAT", b"")]);
    assert_eq!(take(&wide), Err(TakeError::TooMuchMemory { needed: 300_000_000 }));

    let long = png_chunk(b"acTL", &[0, 0xff, 0xff, 0xff, 0, 0, 0, 0]);
    let mut long = png_with(600, 400, &[long]);
    let found = take(&long);
    assert!(matches!(found, Err(TakeError::TooMuchMotion { .. })), "{found:?}");
    long.truncate(40);
    assert!(matches!(take(&long), Err(TakeError::Damaged(_))));
    let large = vec![0; usize::try_from(MAX_BYTES).unwrap() + 1];
    assert_eq!(take(&large), Err(TakeError::TooLarge { limit: MAX_BYTES }));
}

#[test]
fn a_picture_that_is_not_whole_is_refused() {
    let none = png_of(600, 400, 8, 2, &[]);
    assert_eq!(none.len(), 45);
    assert!(matches!(take(&none), Err(TakeError::Damaged(_))));
    let empty = png_of(600, 400, 8, 2, &[png_chunk(b"IDAT", b"")]);
    assert!(matches!(take(&empty), Err(TakeError::Damaged(_))));
    let avif = BASE64_STANDARD.decode(AVIF).unwrap();
    for (name, whole) in [
        ("jpeg", jpeg(600, 400, 1)),
        ("turned jpeg", jpeg(600, 400, 6)),
        ("progressive jpeg", progressive_jpeg()),
        ("png", png_with(600, 400, &[])),
        ("moving png", moving_png(&[])),
        ("webp", webp(600, 400, None)),
        ("moving webp", moving_webp()),
        ("gif", gif(1)),
        ("avif", avif),
    ] {
        assert!(take(&whole).is_ok(), "{name}: {:?}", take(&whole));
        for share in [4, 8, 12, 15] {
            let part = &whole[..whole.len() * share / 16];
            let found = take(part);
            assert!(matches!(found, Err(TakeError::Damaged(_))), "{name}, {share}/16: {found:?}");
        }
    }
}

#[test]
fn a_moving_png_without_its_last_frame_is_refused() {
    for whole in [moving_png(&[]), moving_png_beside_a_still()] {
        assert!(first_frame(&taken(&whole).bytes).unwrap().unwrap().1);
        let last = whole.windows(4).rposition(|part| part == b"fcTL").unwrap();
        let fewer = [&whole[..last - 4], &png_chunk(b"IEND", b"")].concat();
        assert!(matches!(take(&fewer), Err(TakeError::Damaged(_))), "{:?}", take(&fewer));
    }
}

#[test]
fn a_jpeg_that_was_closed_again_behind_a_cut_is_refused() {
    use jpeg_encoder::SamplingFactor::{F_1_1, F_2_1, F_2_2};
    type How = fn(&mut jpeg_encoder::Encoder<&mut Vec<u8>>);
    let ways: [(&str, How); 7] = [
        ("plain", |encoder| encoder.set_sampling_factor(F_1_1)),
        ("with fewer colours", |encoder| encoder.set_sampling_factor(F_2_2)),
        ("across", |encoder| encoder.set_sampling_factor(F_2_1)),
        ("with codes of its own", |encoder| encoder.set_optimized_huffman_tables(true)),
        ("with restarts", |encoder| encoder.set_restart_interval(4)),
        ("progressive", |encoder| encoder.set_progressive(true)),
        ("progressive with fewer colours", |encoder| {
            encoder.set_progressive(true);
            encoder.set_sampling_factor(F_2_2);
        }),
    ];
    for (name, how) in ways {
        for (width, height) in [(160, 120), (161, 119), (17, 9), (8, 8)] {
            let whole = jpeg_by(width, height, how);
            assert!(take(&whole).is_ok(), "{name}, {width} × {height}: {:?}", take(&whole));
        }
        let whole = jpeg_by(160, 120, how);
        let start = whole.windows(2).position(|pair| pair == [0xff, 0xda]).unwrap();
        for share in 1..16 {
            let cut = start + 16 + (whole.len() - start - 16) * share / 16;
            // Not between the two bytes of one.
            let cut = if whole[cut - 1] == 0xff { cut - 1 } else { cut };
            let closed = [&whole[..cut], &[0xff, 0xd9]].concat();
            let found = take(&closed);
            assert!(matches!(found, Err(TakeError::Damaged(_))), "{name}, {share}/16: {found:?}");
        }
    }
    // Between two restarts.
    let whole = jpeg_by(160, 120, |encoder| encoder.set_restart_interval(4));
    let restarts: Vec<usize> =
        (0..whole.len()).filter(|at| matches!(whole[*at..], [0xff, 0xd0..=0xd7, ..])).collect();
    assert!(restarts.len() > 10);
    for restart in restarts {
        let closed = [&whole[..restart], &[0xff, 0xd9]].concat();
        assert!(matches!(take(&closed), Err(TakeError::Damaged(_))), "{restart}");
    }
    // Between two passes.
    let whole = progressive_jpeg();
    let passes: Vec<usize> =
        (0..whole.len()).filter(|at| whole[*at..].starts_with(&[0xff, 0xda])).collect();
    for pass in &passes[1..] {
        let closed = [&whole[..*pass], &[0xff, 0xd9]].concat();
        assert_eq!(take(&closed), Err(TakeError::cut_off()));
    }
}

#[test]
fn what_is_no_picture_is_named() {
    assert_eq!(take(b""), Err(TakeError::NotAPicture));
    assert_eq!(take(b"<html><body>404</body></html>"), Err(TakeError::NotAPicture));
    let svg = br#"<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>"#;
    assert_eq!(take(svg), Err(TakeError::Svg));
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
    assert_eq!(take(heic), Err(TakeError::Heic));
    assert_eq!(take(&png_with(1, 1, &[])), Err(TakeError::TrackingPixel));
    let moving = BASE64_STANDARD.decode(MOVING_AVIF).unwrap();
    assert!(matches!(take(&moving), Err(TakeError::MovingAvif)));
}

#[test]
fn bytes_of_any_kind_are_taken_whole_or_refused() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut below = |n: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap() % n
    };
    let seeds = [
        jpeg(20, 16, 6),
        png_with(20, 16, &[png_chunk(b"eXIf", &exif(6))]),
        moving_png(&[]),
        webp(20, 16, Some(6)),
        moving_webp(),
        gif(2),
        BASE64_STANDARD.decode(AVIF).unwrap(),
        BASE64_STANDARD.decode(MOVING_AVIF).unwrap(),
    ];
    for seed in &seeds {
        for _ in 0..400 {
            let mut bytes = seed.clone();
            for _ in 0..=below(4) {
                let at = below(bytes.len());
                bytes[at] = u8::try_from(below(256)).unwrap();
            }
            bytes.truncate(1 + below(bytes.len()));
            if let Ok(found) = take(&bytes) {
                // What passes is whole by its own rules.
                assert_eq!(take(&found.bytes).as_ref(), Ok(&found));
            }
        }
    }
}
