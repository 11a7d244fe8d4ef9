//! Packed copies beside a file, for hosts that send them, and names that hold a hash.

use std::io::Write;

/// Up to this, in bytes, a file fits into one packet of 1,460 with the headers before it: a packed copy
/// would arrive no earlier.
const SMALL: usize = 1_000;

/// Where the Brotli copy of `path` is.
pub fn brotli_of(path: &str) -> String {
    format!("{path}.br")
}

/// Where the gzip copy of `path` is.
pub fn gzip_of(path: &str) -> String {
    format!("{path}.gz")
}

/// Whether packing makes a file smaller, by what it holds.
pub fn is_compressible(path: &str, bytes: &[u8]) -> bool {
    let ending = path.rsplit('.').next().unwrap_or_default();
    bytes.len() > SMALL
        && matches!(
            ending,
            "html" | "js" | "css" | "wasm" | "svg" | "json" | "txt" | "xml" | "webmanifest"
        )
}

/// Brotli, quality 5: 11 takes thirty times as long for a tenth fewer bytes of a page. The app's own files
/// are packed best of all when it is built.
pub fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 3);
    // A window as large as the file; a smaller one than this has another search, which is slower.
    let window = (usize::BITS - bytes.len().leading_zeros()).clamp(18, 22);
    let parameters = ::brotli::enc::BrotliEncoderParams {
        quality: 5,
        lgwin: i32::try_from(window).unwrap_or(22),
        size_hint: bytes.len(),
        ..Default::default()
    };
    // Writing to a vector cannot fail.
    let _ = ::brotli::BrotliCompress(&mut &*bytes, &mut out, &parameters);
    out
}

/// Gzip, level 9: a page is a hundredth smaller than at 6, for a millisecond more.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let out = Vec::with_capacity(bytes.len() / 3);
    let mut encoder = flate2::write::GzEncoder::new(out, flate2::Compression::best());
    // Writing to a vector cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// Whether a file's name holds the hash of its bytes: sixteen hexadecimal digits before the ending, or at
/// the end of its folder's name, where that is a version of the widgets.
pub fn is_named_by_content(path: &str) -> bool {
    let mut parts = path.rsplit('/');
    let Some((stem, _)) = parts.next().and_then(|name| name.rsplit_once('.')) else { return false };
    ends_in_hash(stem) || parts.next().is_some_and(ends_in_hash)
}

fn ends_in_hash(name: &str) -> bool {
    let hash = name.rsplit_once('-').map_or(name, |(_, hash)| hash);
    hash.len() == 16 && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_content_named_files_are_kept_for_ever() {
        assert!(is_named_by_content("/app-0123456789abcdef.js"));
        assert!(is_named_by_content("/media/0123456789abcdef.jpg"));
        assert!(is_named_by_content("/embed/0.1.0-0123456789abcdef/v1.js"));
        for path in [
            "/",
            "/index.html",
            "/embed.js",
            "/embed/v1.js",
            "/embed/0.1.0-0123456789abcdef/",
            "/app-0123456789abcdeg.js",
            "/app-0123.js",
            "/articles/x/",
        ] {
            assert!(!is_named_by_content(path), "{path}");
        }
    }

    #[test]
    fn packed_copies_hold_the_same() {
        let text = "Bản Tin ".repeat(500);
        let mut plain = Vec::new();
        ::brotli::BrotliDecompress(&mut &*brotli(text.as_bytes()), &mut plain).unwrap();
        assert_eq!(plain, text.as_bytes());
        let mut plain = String::new();
        let packed = gzip(text.as_bytes());
        std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&*packed), &mut plain)
            .unwrap();
        assert_eq!(plain, text);
        assert!(packed.len() < text.len() / 10);
        assert!(!is_compressible("a.json", b"{}") && !is_compressible("a.jpg", &[0; 9999]));
    }
}
