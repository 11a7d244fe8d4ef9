#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;

/// The head of a PNG, which says its size.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend([8, 2, 0, 0, 0]);
    // What the checksum would be is nobody's concern here; different sizes are different bytes.
    bytes.extend([0; 4]);
    bytes
}

/// The head of a JPEG, with an EXIF orientation if one is given.
pub fn jpeg(width: u16, height: u16, orientation: Option<u8>) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8];
    if let Some(orientation) = orientation {
        let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
        exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
        bytes.extend([0xff, 0xe1]);
        bytes.extend((u16::try_from(exif.len()).unwrap() + 2).to_be_bytes());
        bytes.extend(exif);
    }
    bytes.extend([0xff, 0xc0, 0, 17, 8]);
    bytes.extend(height.to_be_bytes());
    bytes.extend(width.to_be_bytes());
    bytes.extend([3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 0xff, 0xd9]);
    bytes
}

#[test]
fn sizes_are_those_shown() {
    let size = |bytes: &[u8]| measure(bytes).map(|m| (m.extension, m.width, m.height));
    assert_eq!(size(&png(1200, 800)), Ok(("png", 1200, 800)));
    assert_eq!(size(&jpeg(1200, 800, None)), Ok(("jpg", 1200, 800)));
    for upright in [1, 2, 3, 4] {
        assert_eq!(size(&jpeg(1200, 800, Some(upright))), Ok(("jpg", 1200, 800)), "{upright}");
    }
    for lying in [5, 6, 7, 8] {
        assert_eq!(size(&jpeg(1200, 800, Some(lying))), Ok(("jpg", 800, 1200)), "{lying}");
    }
    assert_eq!(size(b"GIF89a\x40\x01\xf0\x00\0\0\0"), Ok(("gif", 320, 240)));
    let webp = b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x3f\x01\0\xef\0\0";
    assert_eq!(size(webp), Ok(("webp", 320, 240)));
}

#[test]
fn what_is_no_picture_is_refused() {
    assert_eq!(measure(b"day khong phai la anh"), Err(ImageError::NotAnImage));
    assert_eq!(measure(b""), Err(ImageError::NotAnImage));
    assert_eq!(measure(b"<html><body>404</body></html>"), Err(ImageError::NotAnImage));
    assert_eq!(
        measure(b"BM\0\0\0\0\0\0\0\0\0\0\0\0\x28\0\0\0\x0a\0\0\0\x0a\0\0\0"),
        Err(ImageError::NotAnImage)
    );
    let svg = br#"<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>"#;
    assert_eq!(measure(svg), Err(ImageError::Svg));
    assert_eq!(measure(&png(1200, 800)[..18]), Err(ImageError::Damaged));
    assert_eq!(measure(&png(0, 800)), Err(ImageError::Damaged));
    assert_eq!(measure(&png(1, 1)), Err(ImageError::TrackingPixel));
    let large = vec![0; usize::try_from(MAX_BYTES).unwrap() + 1];
    assert_eq!(measure(&large), Err(ImageError::TooLarge { limit: MAX_BYTES }));
}
