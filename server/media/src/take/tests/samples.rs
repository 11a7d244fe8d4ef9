//! Pictures of each kind, with metadata that names a place.

use std::io::{Cursor, Write};

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use image::codecs::jpeg::JpegEncoder;
use image::{ImageEncoder, ImageFormat, Rgb, RgbImage};

/// What stands in metadata and must never be published.
pub const PLACE: &[u8] = b"10.7769 N 106.7009 E";

/// An AVIF whose picture is 24 × 16 and shown as 16 × 24, with EXIF and XMP that name a place.
pub const AVIF: &str = "\
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
pub const MOVING_AVIF: &str = "\
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
pub fn halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| {
        if x < width / 2 { Rgb([200, 0, 0]) } else { Rgb([0, 0, 200]) }
    })
}

/// An EXIF block with this orientation and a place.
pub fn exif(orientation: u8) -> Vec<u8> {
    let mut exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    exif.extend(PLACE);
    exif
}

pub fn jpeg(width: u32, height: u32, orientation: u8) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut out, 90);
    encoder.set_exif_metadata(exif(orientation)).unwrap();
    encoder.encode_image(&halves(width, height)).unwrap();
    out
}

/// A JPEG that is hard to pack, as `how` says.
pub fn jpeg_by(
    width: u16,
    height: u16,
    how: fn(&mut jpeg_encoder::Encoder<&mut Vec<u8>>),
) -> Vec<u8> {
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

pub fn progressive_jpeg() -> Vec<u8> {
    jpeg_by(160, 120, |encoder| encoder.set_progressive(true))
}

pub fn png_chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut crc = Crc::new();
    crc.update(kind);
    crc.update(data);
    let length = u32::try_from(data.len()).unwrap();
    [&length.to_be_bytes(), &kind[..], data, &crc.sum().to_be_bytes()].concat()
}

/// A PNG that says it has this size, with these chunks after that.
pub fn png_of(width: u32, height: u32, bits: u8, colours: u8, chunks: &[Vec<u8>]) -> Vec<u8> {
    let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let head = png_chunk(b"IHDR", &[&size[..], &[bits, colours, 0, 0, 0]].concat());
    let end = png_chunk(b"IEND", b"");
    [b"\x89PNG\r\n\x1a\n", &head[..], &chunks.concat(), &end].concat()
}

/// A PNG with these chunks after its head.
pub fn png_with(width: u32, height: u32, chunks: &[Vec<u8>]) -> Vec<u8> {
    let mut plain = Cursor::new(Vec::new());
    halves(width, height).write_to(&mut plain, ImageFormat::Png).unwrap();
    let plain = plain.into_inner();
    // Signature and IHDR.
    let (head, rest) = plain.split_at(33);
    [head, &chunks.concat(), rest].concat()
}

/// A black PNG of one bit a pixel: large on the screen, small on disk.
pub fn black(width: u32, height: u32) -> Vec<u8> {
    let mut pixels = ZlibEncoder::new(Vec::new(), Compression::best());
    let row = vec![0; usize::try_from(width.div_ceil(8)).unwrap() + 1];
    for _ in 0..height {
        pixels.write_all(&row).unwrap();
    }
    png_of(width, height, 1, 0, &[png_chunk(b"IDAT", &pixels.finish().unwrap())])
}

pub fn webp(width: u32, height: u32, orientation: Option<u8>) -> Vec<u8> {
    let picture = halves(width, height);
    let bytes = ::webp::Encoder::from_rgb(&picture, width, height).encode(90.0).to_vec();
    let Some(orientation) = orientation else { return bytes };
    let mut file = img_parts::webp::WebP::from_bytes(bytes.into()).unwrap();
    img_parts::ImageEXIF::set_exif(&mut file, Some(exif(orientation).into()));
    file.encoder().bytes().to_vec()
}

pub fn moving_webp() -> Vec<u8> {
    let config = ::webp::WebPConfig::new().unwrap();
    let mut encoder = ::webp::AnimEncoder::new(40, 30, &config);
    let frames = [halves(40, 30), RgbImage::new(40, 30), halves(40, 30)];
    for (at, frame) in (0..).zip(&frames) {
        encoder.add_frame(::webp::AnimFrame::from_rgb(frame, 40, 30, at * 100));
    }
    encoder.encode().to_vec()
}

pub fn moving_png(chunks: &[Vec<u8>]) -> Vec<u8> {
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
pub fn moving_png_beside_a_still() -> Vec<u8> {
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

pub fn gif(frames: u16) -> Vec<u8> {
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
