//! Makes text of the bytes of a feed: unpacks them, decodes their charset, and mends XML that no parser would read.

mod xml;

use std::io::Read;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use flate2::read::MultiGzDecoder;

use super::error::NotAFeed;

pub use xml::mended;

/// In how many bytes at the beginning the XML's declaration of its charset is looked for.
const DECLARATION: usize = 1024;

/// What HTTP and the address say about the charset.
#[derive(Clone, Copy, Debug, Default)]
pub struct CharsetHints<'a> {
    /// The charset of HTTP's `Content-Type`.
    pub charset: Option<&'a str>,
    /// The last part of the host's name, which hints at a language.
    pub domain: Option<&'a str>,
}

/// `bytes` unpacked, if they are gzip.
///
/// # Errors
/// [`NotAFeed::Packed`] for bytes that are packed in another way, broken, or too large.
pub fn unpacked(bytes: Vec<u8>, limit: u64) -> Result<Vec<u8>, NotAFeed> {
    let packed = |what: &str| Err(NotAFeed::Packed(what.to_owned()));
    match bytes.as_slice() {
        [0x1f, 0x8b, ..] => {
            let mut out = Vec::new();
            let read = MultiGzDecoder::new(bytes.as_slice()).take(limit + 1).read_to_end(&mut out);
            match read {
                Err(error) => packed(&format!("gzip, and cannot be unpacked: {error}")),
                Ok(_) if out.len() as u64 > limit => {
                    packed(&format!("gzip, and is larger than {limit} bytes"))
                }
                Ok(_) => Ok(out),
            }
        }
        [b'P', b'K', 3, 4, ..] => packed("ZIP; unpack it, and import the file in it"),
        [b'B', b'Z', b'h', ..] => packed("bzip2; unpack it, and import the file in it"),
        [0xfd, b'7', b'z', b'X', b'Z', ..] => packed("xz; unpack it, and import the file in it"),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => packed("zstd; unpack it, and import the file in it"),
        _ => Ok(bytes),
    }
}

/// Decodes `bytes`. Text with letters beyond ASCII that is UTF-8, but for single characters, is UTF-8 whatever else is
/// declared: that does not happen by chance. Otherwise the charset is the one that HTTP names, that of the byte order
/// mark, the one that the XML names, or the one that the text looks like.
pub fn text(bytes: Vec<u8>, hints: CharsetHints<'_>) -> String {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if !text.is_ascii() && !text.contains('\0') => return without_mark(text),
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    // Whatever is declared: another charset would garble every letter for the sake of the broken one.
    if is_nearly_utf8(&bytes) {
        return without_mark(String::from_utf8_lossy(&bytes).into_owned());
    }
    let http = hints.charset.and_then(|label| Encoding::for_label(label.as_bytes()));
    let mark = Encoding::for_bom(&bytes).map(|(encoding, _)| encoding);
    let declared = [http, mark, without_mark_utf16(&bytes), declared(&bytes), Some(UTF_8)];
    for encoding in declared.into_iter().flatten() {
        let (text, has_errors) = encoding.decode_with_bom_removal(&bytes);
        if !has_errors {
            return text.into_owned();
        }
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes, true);
    let domain = hints.domain.map(str::as_bytes).filter(|domain| is_domain(domain));
    let guess = detector.guess(domain, Utf8Detection::Deny);
    guess.decode_with_bom_removal(&bytes).0.into_owned()
}

fn without_mark(text: String) -> String {
    text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
}

/// The detector accepts only lower case.
fn is_domain(domain: &[u8]) -> bool {
    !domain.is_empty() && domain.iter().all(u8::is_ascii_lowercase)
}

/// UTF-16 without a byte order mark, told by its first character.
fn without_mark_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<' | b'{', 0, ..] => Some(UTF_16LE),
        [0, b'<' | b'{', ..] => Some(UTF_16BE),
        _ => None,
    }
}

/// The charset in `<?xml … encoding="…"?>`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(bytes.get(..DECLARATION.min(bytes.len()))?);
    let (_, declaration) = head.split_once("<?xml")?;
    let (declaration, _) = declaration.split_once("?>")?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = value.get(1..)?.split(quote).next()?;
    // The declaration could be read as ASCII, so it is not UTF-16.
    Encoding::for_label(label.as_bytes()).filter(|known| known.is_ascii_compatible())
}

/// Whether the bytes are UTF-8 but for a character cut in two, or a few characters of another charset.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 4 * bad
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], charset: Option<&str>) -> String {
        text(bytes.to_vec(), CharsetHints { charset, ..CharsetHints::default() })
    }

    #[test]
    fn the_charset_is_found() {
        let utf16: Vec<u8> = "<a>Đê</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&utf16, None), "<a>Đê</a>");
        assert_eq!(read(&[[0xff, 0xfe].as_slice(), &utf16].concat(), None), "<a>Đê</a>");
        assert_eq!(read("\u{feff}Đê".as_bytes(), None), "Đê");
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>Caf\xe9</a>";
        assert!(read(latin, None).ends_with("<a>Café</a>"));
        assert_eq!(read(b"\xd0\xea", Some("windows-1258")), "Đê");
        // HTTP counts before the byte order mark, as long as the bytes can be what it says.
        let marked = b"\xff\xfe\xd0\xea";
        assert_eq!(read(marked, Some("windows-1258")), "ÿ₫Đê");
        // HTTP counts before the XML.
        let other = b"<?xml version='1.0' encoding='windows-1251'?><a>\xd0\xea</a>";
        assert!(read(other, Some("windows-1258")).ends_with("<a>Đê</a>"));
        // Nobody says it, and what is said is wrong.
        assert_eq!(
            read(b"Caf\xe9 \xe0 la carte, d\xe9j\xe0 vu, \xe9t\xe9", None),
            "Café à la carte, déjà vu, été"
        );
        assert_eq!(read(b"Caf\xe9, d\xe9j\xe0 vu", Some("utf-8")), "Café, déjà vu");
        assert_eq!(read("Đê biển".as_bytes(), Some("iso-8859-1")), "Đê biển");
    }

    #[test]
    fn one_character_that_is_cut_costs_itself_alone() {
        let mut bytes = "Đường sắt Bắc–Nam".as_bytes().to_vec();
        bytes.push(0xe1);
        assert_eq!(read(&bytes, None), "Đường sắt Bắc–Nam\u{fffd}");
        // Though another charset is named, in which every byte is some letter.
        for charset in ["iso-8859-1", "windows-1258"] {
            assert_eq!(read(&bytes, Some(charset)), "Đường sắt Bắc–Nam\u{fffd}");
            let xml = format!("<?xml version='1.0' encoding='{charset}'?><a>Đường sắt Bắc–Nam");
            let bytes = [xml.as_bytes(), b"\xe1</a>"].concat();
            assert!(read(&bytes, None).ends_with("<a>Đường sắt Bắc–Nam\u{fffd}</a>"));
        }
    }

    #[test]
    fn what_is_packed_is_unpacked_or_named() {
        use std::io::Write;
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(b"<rss/>").unwrap();
        let packed = packer.finish().unwrap();
        assert_eq!(unpacked(packed.clone(), 100).unwrap(), b"<rss/>");
        for (bytes, word) in [(packed[..12].to_vec(), "gzip"), (b"PK\x03\x04".to_vec(), "ZIP")] {
            let error = unpacked(bytes, 100).unwrap_err().to_string();
            assert!(error.contains(word), "{error}");
        }
        assert!(unpacked(packed, 3).unwrap_err().to_string().contains("larger than 3 bytes"));
    }
}
