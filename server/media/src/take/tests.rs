#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::io::{Cursor, Write};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageEncoder, ImageFormat, Rgb, RgbImage};

use super::*;

/// What stands in metadata and must never be published.
const PLACE: &[u8] = b"10.7769 N 106.7009 E";

/// An AVIF whose picture is 24 × 16 and shown as 16 × 24, with EXIF and XMP that name a place.
const AVIF: &str = "\
    AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUIAAAF+bWV0YQAAAAAAAAAhaGRscgAAAAAAAAAAcGljdAAAAAAAAAAA\
    AAAAAAAAAAAOcGl0bQAAAAAAAQAAADppbG9jAAAAAEQAAAMAAQAAAAEAAAJZAAAAKgACAAAAAQAAAaYAAAB2AAMAAAABAAAC\
    HAAAAD0AAABtaWluZgAAAAAAAwAAABppbmZlAgAAAAABAABhdjAxQ29sb3IAAAAAGWluZmUCAAAAAAIAAEV4aWZFeGlmAAAA\
    ACxpbmZlAgAAAAADAABtaW1lWE1QAGFwcGxpY2F0aW9uL3JkZit4bWwAAAAAKGlyZWYAAAAAAAAADmNkc2MAAgABAAEAAAAO\
    Y2RzYwADAAEAAQAAAHRpcHJwAAAAVGlwY28AAAAUaXNwZQAAAAAAAAAYAAAAEAAAABBwaXhpAAAAAAMICAgAAAAMYXYxQ4EA\
    DAAAAAATY29scm5jbHgAAQANAAaAAAAACWlyb3QDAAAAGGlwbWEAAAAAAAAAAQABBQECgwSFAAAA5W1kYXQAAAAGRXhpZgAA\
    TU0AKgAAAAgAAgEOAAIAAAAPAAAAJoglAAQAAAABAAAANgAAAABHUFMtUExBQ0UtRVhJRgAAAAIAAQACAAAAAk4AAAAAAgAF\
    AAAAAwAAAFQAAAAAAAAACgAAAAEAAAAuAAAAAQAAAAAAAAABPHg6eG1wbWV0YSB4bWxuczp4PSJhZG9iZTpuczptZXRhLyI+\
    R1BTLVBMQUNFLVhNUDwveDp4bXBtZXRhPhIACgkYEO/tEBDQaEAyG0ZR4eGIYeeeeaAAIK6/KTghDp1ZZkTBc0Y7YA==\
";

/// An AVIF of three frames.
const MOVING_AVIF: &str = "\
    AAAALGZ0eXBhdmlzAAAAAGF2aWZhdmlzbXNmMWlzbzhtaWYxbWlhZk1BMUIAAADrbWV0YQAAAAAAAAAhaGRscgAAAAAAAAAA\
    cGljdAAAAAAAAAAAAAAAAAAAAAAOcGl0bQAAAAAAAQAAAB5pbG9jAAAAAEQAAAEAAQAAAAEAAAPpAAAAIwAAAChpaW5mAAAA\
    AAABAAAAGmluZmUCAAAAAAEAAGF2MDFDb2xvcgAAAABqaXBycAAAAEtpcGNvAAAAFGlzcGUAAAAAAAAAGAAAABAAAAAQcGl4\
    aQAAAAADCAgIAAAADGF2MUOBAAwAAAAAE2NvbHJuY2x4AAEADQAGgAAAABdpcG1hAAAAAAAAAAEAAQQBAoMEAAACym1vb3YA\
    AAB4bXZoZAEAAAAAAAAA5y65rgAAAADnLrmuAAAD6P//////////AAEAAAEAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAA\
    AQAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAEAAAJKdHJhawAAAGh0a2hkAQAAAQAAAADn\
    LrmuAAAAAOcuua4AAAABAAAAAP//////////AAAAAAAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAA\
    AAAAQAAAAAAYAAAAEAAAAAAALGVkdHMAAAAkZWxzdAEAAAEAAAABAAAAAAAAAAMAAAAAAAAAAAABAAAAAAGubWRpYQAAACxt\
    ZGhkAQAAAAAAAADnLrmuAAAAAOcuua4AAAPoAAAAAAAAAANVxAAAAAAAIWhkbHIAAAAAAAAAAHBpY3QAAAAAAAAAAAAAAAAA\
    AAABWW1pbmYAAAAUdm1oZAAAAAEAAAAAAAAAAAAAACRkaW5mAAAAHGRyZWYAAAAAAAAAAQAAAAx1cmwgAAAAAQAAARlzdGJs\
    AAAAlXN0c2QAAAAAAAAAAQAAAIVhdjAxAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAABgAEABIAAAASAAAAAAAAAABCkFPTSBD\
    b2RpbmcAAAAAAAAAAAAAAAAAAAAAAAAAAAAAGP//AAAADGF2MUOBAAwAAAAAE2NvbHJuY2x4AAEADQAGgAAAABBjY3N0AAAA\
    AHwAAAAAAAAYc3R0cwAAAAAAAAABAAAAAwAAAAEAAAAcc3RzYwAAAAAAAAABAAAAAQAAAAMAAAABAAAAIHN0c3oAAAAAAAAA\
    AAAAAAMAAAAjAAAAIwAAACEAAAAUc3RjbwAAAAAAAAABAAAD6QAAABRzdHNzAAAAAAAAAAEAAAABAAAAb21kYXQSAAoNAAAA\
    Ah382vkQENBoQDIQEACgAAACQAAAAMVGCIjyExIAMh8wA8CAAABGoAAAAkAAIAC8EVKnnNvkpJGOO1/PsMPAEgAyHTAFwQQA\
    AEagAAACQAAgANXDcStR5+mPT1YXIJIQ\
";

/// A picture whose left half is red and right half is blue.
fn halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| {
        if x < width / 2 { Rgb([200, 0, 0]) } else { Rgb([0, 0, 200]) }
    })
}

/// An EXIF block with this orientation and a place.
fn exif(orientation: u8) -> Vec<u8> {
    let mut exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    exif.extend(PLACE);
    exif
}

fn jpeg(width: u32, height: u32, orientation: u8) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut out, 90);
    encoder.set_exif_metadata(exif(orientation)).unwrap();
    encoder.encode_image(&halves(width, height)).unwrap();
    out
}

/// A JPEG that is hard to pack, as `how` says.
fn jpeg_by(width: u16, height: u16, how: fn(&mut jpeg_encoder::Encoder<&mut Vec<u8>>)) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut out, 90);
    how(&mut encoder);
    let noise = RgbImage::from_fn(width.into(), height.into(), |x, y| {
        let [a, b, ..] = (x * 7919 + y * 104_729).wrapping_mul(2_654_435_761).to_le_bytes();
        Rgb([a, b, 90])
    });
    encoder.encode(&noise, width, height, jpeg_encoder::ColorType::Rgb).unwrap();
    out
}

fn progressive_jpeg() -> Vec<u8> {
    jpeg_by(160, 120, |encoder| encoder.set_progressive(true))
}

fn png_chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut crc = Crc::new();
    crc.update(kind);
    crc.update(data);
    let length = u32::try_from(data.len()).unwrap();
    [&length.to_be_bytes(), &kind[..], data, &crc.sum().to_be_bytes()].concat()
}

/// A PNG that says it has this size, with these chunks after that.
fn png_of(width: u32, height: u32, bits: u8, colours: u8, chunks: &[Vec<u8>]) -> Vec<u8> {
    let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let head = png_chunk(b"IHDR", &[&size[..], &[bits, colours, 0, 0, 0]].concat());
    let end = png_chunk(b"IEND", b"");
    [b"\x89PNG\r\n\x1a\n", &head[..], &chunks.concat(), &end].concat()
}

/// A PNG with these chunks after its head.
fn png_with(width: u32, height: u32, chunks: &[Vec<u8>]) -> Vec<u8> {
    let mut plain = Cursor::new(Vec::new());
    halves(width, height).write_to(&mut plain, ImageFormat::Png).unwrap();
    let plain = plain.into_inner();
    // Signature and IHDR.
    let (head, rest) = plain.split_at(33);
    [head, &chunks.concat(), rest].concat()
}

/// A black PNG of one bit a pixel: large on the screen, small on disk.
fn black(width: u32, height: u32) -> Vec<u8> {
    let mut pixels = ZlibEncoder::new(Vec::new(), Compression::best());
    let row = vec![0; usize::try_from(width.div_ceil(8)).unwrap() + 1];
    for _ in 0..height {
        pixels.write_all(&row).unwrap();
    }
    png_of(width, height, 1, 0, &[png_chunk(b"IDAT", &pixels.finish().unwrap())])
}

fn webp(width: u32, height: u32, orientation: Option<u8>) -> Vec<u8> {
    let picture = halves(width, height);
    let bytes = ::webp::Encoder::from_rgb(&picture, width, height).encode(90.0).to_vec();
    let Some(orientation) = orientation else { return bytes };
    let mut file = img_parts::webp::WebP::from_bytes(bytes.into()).unwrap();
    img_parts::ImageEXIF::set_exif(&mut file, Some(exif(orientation).into()));
    file.encoder().bytes().to_vec()
}

fn moving_webp() -> Vec<u8> {
    let config = ::webp::WebPConfig::new().unwrap();
    let mut encoder = ::webp::AnimEncoder::new(40, 30, &config);
    let frames = [halves(40, 30), RgbImage::new(40, 30), halves(40, 30)];
    for (at, frame) in (0..).zip(&frames) {
        encoder.add_frame(::webp::AnimFrame::from_rgb(frame, 40, 30, at * 100));
    }
    encoder.encode().to_vec()
}

fn moving_png(chunks: &[Vec<u8>]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, 40, 30);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_animated(2, 0).unwrap();
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&halves(40, 30)).unwrap();
    writer.write_image_data(&RgbImage::new(40, 30)).unwrap();
    writer.finish().unwrap();
    let (head, rest) = out.split_at(33);
    [head, &chunks.concat(), rest].concat()
}

/// A PNG of two frames, before which stands a picture for who cannot show motion.
fn moving_png_beside_a_still() -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, 40, 30);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_animated(2, 0).unwrap();
    encoder.set_sep_def_img(true).unwrap();
    let mut writer = encoder.write_header().unwrap();
    for _ in 0..3 {
        writer.write_image_data(&halves(40, 30)).unwrap();
    }
    writer.finish().unwrap();
    out
}

fn gif(frames: u16) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = gif::Encoder::new(&mut out, 40, 30, &[200, 0, 0, 0, 0, 200]).unwrap();
    encoder.set_repeat(gif::Repeat::Infinite).unwrap();
    encoder.write_raw_extension(gif::AnyExtension(0xfe), &[PLACE]).unwrap();
    encoder.write_raw_extension(gif::AnyExtension(0xff), &[b"XMP DataXMP", PLACE]).unwrap();
    for frame in 0..frames {
        let colour = u8::try_from(frame % 2).unwrap();
        let frame = gif::Frame {
            width: 40,
            height: 30,
            delay: 10,
            buffer: vec![colour; 1200].into(),
            ..gif::Frame::default()
        };
        encoder.write_frame(&frame).unwrap();
    }
    drop(encoder);
    out
}

fn names_a_place(bytes: &[u8]) -> bool {
    bytes.windows(PLACE.len()).any(|part| part == PLACE)
        || bytes.windows(9).any(|part| part == b"GPS-PLACE")
}

fn taken(bytes: &[u8]) -> PublishedPicture {
    let taken = take(bytes).unwrap();
    assert!(!names_a_place(&taken.bytes));
    assert_eq!(take(&taken.bytes).as_ref(), Ok(&taken), "what is published is published as it is");
    taken
}

fn size(taken: &PublishedPicture) -> (&'static str, u32, u32) {
    (taken.extension, taken.width, taken.height)
}

/// The colour at a place of a picture as it is shown.
fn colour(bytes: &[u8], x: u32, y: u32) -> [u8; 3] {
    let picture: DynamicImage = image::load_from_memory(bytes).unwrap();
    picture.into_rgb8().get_pixel(x, y).0
}

#[test]
fn metadata_goes_and_the_pixels_keep_their_bytes() {
    let source = jpeg(60, 40, 1);
    assert!(names_a_place(&source));
    let found = taken(&source);
    assert_eq!(size(&found), ("jpg", 60, 40));
    let scan = |bytes: &[u8]| {
        let at = bytes.windows(2).position(|pair| pair == [0xff, 0xda]).unwrap();
        bytes[at..].to_vec()
    };
    assert_eq!(scan(&found.bytes), scan(&source));

    let text = png_chunk(b"tEXt", &[b"Comment\0", PLACE].concat());
    let source = png_with(60, 40, &[text, png_chunk(b"eXIf", &exif(1)), png_chunk(b"prVt", PLACE)]);
    assert!(names_a_place(&source));
    assert_eq!(taken(&source).bytes, png_with(60, 40, &[]));

    let source = webp(60, 40, Some(1));
    assert!(names_a_place(&source));
    assert_eq!(size(&taken(&source)), ("webp", 60, 40));

    let source = BASE64_STANDARD.decode(AVIF).unwrap();
    assert!(names_a_place(&source));
    let found = taken(&source);
    assert_eq!(size(&found), ("avif", 16, 24));
    assert_eq!(found.bytes.len(), source.len());
}

#[test]
fn what_follows_a_picture_and_hides_between_its_passes_goes_too() {
    let mut second = jpeg(60, 40, 1);
    second.extend(PLACE);
    for mut source in [jpeg(60, 40, 1), progressive_jpeg(), png_with(60, 40, &[]), gif(1)] {
        let alone = taken(&source);
        source.extend(&second);
        assert_eq!(taken(&source), alone);
    }
    let progressive = progressive_jpeg();
    let passes: Vec<_> =
        progressive.windows(2).enumerate().filter(|(_, pair)| *pair == [0xff, 0xda]).collect();
    let (last, _) = *passes.last().unwrap();
    assert!(passes.len() > 1);
    let length = u16::try_from(PLACE.len() + 2).unwrap().to_be_bytes();
    let comment = [&[0xff, 0xfe], &length[..], PLACE].concat();
    let hidden = [&progressive[..last], &comment, &progressive[last..]].concat();
    assert_eq!(taken(&hidden), taken(&progressive));
}

#[test]
fn a_picture_is_turned_as_the_camera_was_held() {
    // The camera was turned so that left is up.
    for (source, extension) in [
        (jpeg(60, 40, 6), "jpg"),
        (png_with(60, 40, &[png_chunk(b"eXIf", &exif(6))]), "png"),
        (webp(60, 40, Some(6)), "webp"),
    ] {
        let found = taken(&source);
        assert_eq!(size(&found), (extension, 40, 60));
        let (top, bottom) = (colour(&found.bytes, 20, 5), colour(&found.bytes, 20, 55));
        assert!(top[0] > 150 && top[2] < 60, "{extension}: {top:?}");
        assert!(bottom[2] > 150 && bottom[0] < 60, "{extension}: {bottom:?}");
    }
    let mirrored = taken(&jpeg(60, 40, 2));
    assert_eq!(size(&mirrored), ("jpg", 60, 40));
    assert!(colour(&mirrored.bytes, 5, 20)[2] > 150);
}

#[test]
fn what_moves_goes_on_moving() {
    for (source, extension) in [(gif(3), "gif"), (moving_png(&[]), "png"), (moving_webp(), "webp")]
    {
        let found = taken(&source);
        assert_eq!(size(&found), (extension, 40, 30));
        let (_, moves) = first_frame(&found.bytes).unwrap().unwrap();
        assert!(moves, "{extension}");
    }
    assert!(names_a_place(&gif(3)));
    assert!(taken(&gif(3)).bytes.windows(11).any(|part| part == b"NETSCAPE2.0"));
    assert!(!first_frame(&gif(1)).unwrap().unwrap().1);
    assert!(!first_frame(&jpeg(60, 40, 1)).unwrap().unwrap().1);
    // One that has to be turned is a still: its first frame.
    let found = taken(&moving_png(&[png_chunk(b"eXIf", &exif(6))]));
    assert_eq!(size(&found), ("png", 30, 40));
    assert!(!first_frame(&found.bytes).unwrap().unwrap().1);
    assert!(colour(&found.bytes, 15, 5)[0] > 150);
}

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
