//! The bytes of a picture without what is not the picture: EXIF, XMP, IPTC, comments, thumbnails, whatever an
//! application hid in it, and everything after its end. Pixels and colour profiles stay as they are.
//!
//! What is kept is a closed list, so that a kind of metadata nobody knows yet goes too.

use img_parts::riff::{RiffChunk, RiffContent};
use img_parts::webp::WebP;
use img_parts::{Bytes, webp};

/// What is left of a picture's bytes.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Stripped {
    pub bytes: Vec<u8>,
    /// The EXIF block that was taken out, from its TIFF header on.
    pub exif: Option<Vec<u8>>,
    /// Pictures that are shown one after the other; 1 for a still.
    pub frames: u64,
}

/// A JPEG without metadata; `None` when its segments cannot be followed to the end of the picture.
pub fn jpeg(bytes: &[u8]) -> Option<Stripped> {
    let mut out = Stripped { bytes: vec![0xff, 0xd8], exif: None, frames: 1 };
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8])?;
    loop {
        // Encoders may fill up with 0xff before a marker.
        let start = rest.iter().position(|byte| *byte == 0xff)?;
        let filled = rest.get(start..)?;
        let end = filled.iter().position(|byte| *byte != 0xff)?;
        let (marker, after) = filled.get(end..)?.split_first()?;
        match marker {
            // No marker, or one without a length.
            0x00 | 0x01 | 0xd0..=0xd8 => rest = after,
            0xd9 => {
                out.bytes.extend([0xff, 0xd9]);
                return Some(out);
            }
            _ => {
                let length = u16::from_be_bytes([*after.first()?, *after.get(1)?]);
                let (segment, next) = after.split_at_checked(usize::from(length))?;
                let data = segment.get(2..)?;
                if let (0xe1, Some(exif)) = (marker, data.strip_prefix(b"Exif\0\0")) {
                    out.exif.get_or_insert_with(|| exif.to_vec());
                }
                if let Some(kept) = jpeg_segment(*marker, data) {
                    let length = u16::try_from(kept.len() + 2).ok()?;
                    out.bytes.extend([0xff, *marker]);
                    out.bytes.extend(length.to_be_bytes());
                    out.bytes.extend(kept);
                }
                rest = next;
                if *marker == 0xda {
                    let (pixels, next) = rest.split_at_checked(scan_length(rest)?)?;
                    out.bytes.extend(pixels);
                    rest = next;
                }
            }
        }
    }
}

/// What is kept of a segment's data; `None` when nothing is.
fn jpeg_segment(marker: u8, data: &[u8]) -> Option<Vec<u8>> {
    match marker {
        0xe0 => {
            // Version and density; not the thumbnail that may follow.
            let head = data.get(..12).filter(|data| data.starts_with(b"JFIF\0"))?;
            Some([head, &[0, 0]].concat())
        }
        0xe2 if data.starts_with(b"ICC_PROFILE\0") => Some(data.to_vec()),
        0xee if data.starts_with(b"Adobe") => Some(data.to_vec()),
        // Other applications' segments, those reserved for extensions, comments.
        0xe1..=0xfe => None,
        _ => Some(data.to_vec()),
    }
}

/// How many bytes the pixels of a scan take, up to the next marker; `None` when there is none.
fn scan_length(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xff)?;
        match bytes.get(at + 1)? {
            0x00 | 0xd0..=0xd7 => at += 2,
            0xff => at += 1,
            _ => return Some(at),
        }
    }
}

const PNG_HEAD: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Chunks of a PNG that say how it looks.
const PNG_CHUNKS: [&[u8; 4]; 18] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT",
    b"bKGD", b"pHYs", b"cICP", b"mDCV", b"cLLI", b"acTL", b"fcTL", b"fdAT",
];

/// A PNG without metadata; `None` when its chunks cannot be followed to its end.
pub fn png(bytes: &[u8]) -> Option<Stripped> {
    let mut out = Stripped { bytes: PNG_HEAD.to_vec(), exif: None, frames: 1 };
    let mut rest = bytes.strip_prefix(PNG_HEAD)?;
    loop {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let kind = after.first_chunk::<4>()?;
        let data = after.get(4..)?.get(..length)?;
        // Length, kind, data, checksum.
        let (chunk, next) = rest.split_at_checked(length.checked_add(12)?)?;
        match kind {
            b"eXIf" => out.exif = Some(data.to_vec()),
            b"acTL" => {
                let frames = u32::from_be_bytes(*data.first_chunk::<4>()?);
                out.frames = u64::from(frames).max(1);
            }
            _ => {}
        }
        if PNG_CHUNKS.contains(&kind) {
            out.bytes.extend(chunk);
        }
        if kind == b"IEND" {
            return Some(out);
        }
        rest = next;
    }
}

/// A GIF without comments, texts and applications' data, but for the one that says how often it is shown;
/// `None` when its blocks cannot be followed.
pub fn gif(bytes: &[u8]) -> Option<Stripped> {
    const HEAD: usize = 13;
    let head = bytes.get(..HEAD).filter(|head| head.starts_with(b"GIF8"))?;
    let colours = colour_table(*head.get(10)?);
    let (start, mut rest) = bytes.split_at_checked(HEAD + colours)?;
    let mut out = Stripped { bytes: start.to_vec(), exif: None, frames: 0 };
    loop {
        match *rest {
            // The end; some writers leave it out.
            [0x3b, ..] | [] => {
                out.bytes.push(0x3b);
                return (out.frames > 0).then_some(out);
            }
            [0x21, label, ref blocks @ ..] => {
                let length = 2 + sub_blocks(blocks)?;
                let (extension, next) = rest.split_at_checked(length)?;
                let repeats = blocks.starts_with(b"\x0bNETSCAPE2.0")
                    || blocks.starts_with(b"\x0bANIMEXTS1.0");
                // How long a frame is shown, and how often all of them are.
                if label == 0xf9 || (label == 0xff && repeats) {
                    out.bytes.extend(extension);
                }
                rest = next;
            }
            [0x2c, ..] => {
                const FRAME: usize = 10;
                let colours = colour_table(*rest.get(FRAME - 1)?);
                // And the width of the codes.
                let pixels = FRAME + colours + 1;
                let length = pixels + sub_blocks(rest.get(pixels..)?)?;
                let (frame, next) = rest.split_at_checked(length)?;
                out.bytes.extend(frame);
                out.frames += 1;
                rest = next;
            }
            // Some writers end a block twice.
            [0x00, ref next @ ..] => rest = next,
            _ => return None,
        }
    }
}

/// Bytes of the colour table that these flags announce.
fn colour_table(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// Bytes of the sub-blocks at the beginning of `bytes`, with the empty one that ends them.
fn sub_blocks(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        match *bytes.get(at)? {
            0 => return Some(at + 1),
            length => at += 1 + usize::from(length),
        }
    }
}

/// Chunks of a WebP that say how it looks.
const WEBP_CHUNKS: [[u8; 4]; 7] = [
    webp::CHUNK_VP8X,
    webp::CHUNK_ICCP,
    webp::CHUNK_ANIM,
    webp::CHUNK_ANMF,
    webp::CHUNK_ALPH,
    webp::CHUNK_VP8,
    webp::CHUNK_VP8L,
];
/// The flags of `VP8X` that say that there is EXIF or XMP.
const WEBP_METADATA: u8 = 0b0000_1100;

/// A WebP without metadata; `None` when its chunks cannot be followed.
pub fn webp(bytes: &[u8]) -> Option<Stripped> {
    let mut file = WebP::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    let exif = file.chunk_by_id(webp::CHUNK_EXIF).and_then(|chunk| chunk.content().data());
    let exif = exif.map(|exif| exif.strip_prefix(b"Exif\0\0").unwrap_or(exif).to_vec());
    let frames = file.chunks_by_id(webp::CHUNK_ANMF).count();
    file.chunks_mut().retain(|chunk| WEBP_CHUNKS.contains(&chunk.id()));
    for chunk in file.chunks_mut().iter_mut().filter(|chunk| chunk.id() == webp::CHUNK_VP8X) {
        let mut data = chunk.content().data()?.to_vec();
        *data.first_mut()? &= !WEBP_METADATA;
        *chunk = RiffChunk::new(webp::CHUNK_VP8X, RiffContent::Data(data.into()));
    }
    let bytes = file.encoder().bytes().to_vec();
    Some(Stripped { bytes, exif, frames: u64::try_from(frames).ok()?.max(1) })
}
