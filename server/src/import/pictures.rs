//! Pictures of an article: found, checked to be pictures, measured, named by their content.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use imagesize::ImageType;
use sha2::{Digest, Sha256};
use url::Url;

use crate::draft::Media;

/// Bytes of the largest picture taken.
const LARGEST: u64 = 20 * 1024 * 1024;

/// Why a picture could not be had.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    #[error("it cannot be read: {0}")]
    Io(#[from] std::io::Error),
    #[error("it lies outside the imported folder")]
    Outside,
    #[error("it is not a JPEG, PNG, WebP, AVIF or GIF picture")]
    NotAPicture,
    #[error("it is larger than {} MB", LARGEST / 1024 / 1024)]
    TooLarge,
    #[error("its address cannot be used")]
    Address,
    #[error("it cannot be fetched: {0}")]
    Fetch(String),
}

/// A picture that was had.
#[derive(Clone, Debug)]
pub struct Picture {
    pub media: Media,
    /// Pixels, as it is shown.
    pub width: u32,
    /// Pixels, as it is shown.
    pub height: u32,
}

/// Where the pictures of a source are.
pub enum Origin {
    /// Beside Markdown files; none outside the folder is taken.
    Folder { root: PathBuf, file: PathBuf },
    /// On the web; relative addresses are relative to this page.
    Web { base: Option<Url>, seen: HashMap<String, Picture> },
}

impl Origin {
    /// The picture at `src`.
    ///
    /// # Errors
    /// [`PictureError`].
    pub fn picture(&mut self, src: &str) -> Result<Picture, PictureError> {
        match self {
            Self::Folder { root, file } => measure(read_local(root, file, src)?),
            Self::Web { base, seen } => {
                let url = match base {
                    Some(base) => base.join(src),
                    None => Url::parse(src),
                };
                let url = url.map_err(|_| PictureError::Address)?;
                if let Some(picture) = seen.get(url.as_str()) {
                    return Ok(picture.clone());
                }
                let allow_local = base.as_ref().is_some_and(is_local);
                let picture = measure(fetch(&url, allow_local)?)?;
                seen.insert(url.into(), picture.clone());
                Ok(picture)
            }
        }
    }
}

fn read_local(root: &Path, file: &Path, src: &str) -> Result<Vec<u8>, PictureError> {
    let is_elsewhere = src.contains("://") || src.starts_with("//") || src.starts_with("data:");
    if is_elsewhere {
        return Err(PictureError::Address);
    }
    let src = src.split(['?', '#']).next().unwrap_or(src);
    let src = percent_decoded(src);
    let path = match src.strip_prefix('/') {
        Some(from_root) => root.join(from_root),
        None => file.parent().unwrap_or(root).join(&src),
    };
    let (path, root) = (path.canonicalize()?, root.canonicalize()?);
    if !path.starts_with(&root) {
        return Err(PictureError::Outside);
    }
    if std::fs::metadata(&path)?.len() > LARGEST {
        return Err(PictureError::TooLarge);
    }
    Ok(std::fs::read(path)?)
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let hex =
            tail.get(..2).filter(|_| first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Whether an address leads into this machine or its own network.
fn is_local(url: &Url) -> bool {
    match url.host() {
        None => true,
        Some(url::Host::Domain(name)) => {
            name == "localhost"
                || name.ends_with(".localhost")
                || name.ends_with(".local")
                || !name.contains('.')
        }
        Some(url::Host::Ipv4(ip)) => {
            ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_unspecified()
        }
        Some(url::Host::Ipv6(ip)) => {
            ip.is_loopback() || ip.is_unspecified() || ip.is_unique_local()
        }
    }
}

/// Bytes of a web address. An address of this machine is taken only from a feed that is there too.
fn fetch(url: &Url, allow_local: bool) -> Result<Vec<u8>, PictureError> {
    if !matches!(url.scheme(), "http" | "https") || (is_local(url) && !allow_local) {
        return Err(PictureError::Address);
    }
    get(url.as_str(), LARGEST).map_err(|error| match error {
        ureq::Error::BodyExceedsLimit(_) => PictureError::TooLarge,
        error => PictureError::Fetch(error.to_string()),
    })
}

/// GET with limits on time, size and redirects.
pub fn get(url: &str, largest: u64) -> Result<Vec<u8>, ureq::Error> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(30)))
        .max_redirects(4)
        .user_agent(concat!("bantin-server/", env!("CARGO_PKG_VERSION")))
        .build()
        .into();
    agent.get(url).call()?.body_mut().with_config().limit(largest).read_to_vec()
}

/// Checks that `bytes` are a picture and measures it.
fn measure(bytes: Vec<u8>) -> Result<Picture, PictureError> {
    let extension = match imagesize::image_type(&bytes).map_err(|_| PictureError::NotAPicture)? {
        ImageType::Jpeg => "jpg",
        ImageType::Png => "png",
        ImageType::Webp => "webp",
        ImageType::Gif => "gif",
        ImageType::Heif(imagesize::Compression::Av1) => "avif",
        _ => return Err(PictureError::NotAPicture),
    };
    let size = imagesize::blob_size(&bytes).map_err(|_| PictureError::NotAPicture)?;
    let (width, height) =
        (u32::try_from(size.width).unwrap_or(0), u32::try_from(size.height).unwrap_or(0));
    if width == 0 || height == 0 {
        return Err(PictureError::NotAPicture);
    }
    let (width, height) = if is_turned(&bytes) { (height, width) } else { (width, height) };
    let hex: String =
        Sha256::digest(&bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    Ok(Picture { media: Media { name: format!("{hex}.{extension}"), bytes }, width, height })
}

/// Whether a JPEG's EXIF says that it is shown on its side (orientation 5 to 8).
fn is_turned(bytes: &[u8]) -> bool {
    orientation(bytes).is_some_and(|orientation| (5..=8).contains(&orientation))
}

fn orientation(bytes: &[u8]) -> Option<u16> {
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8])?;
    loop {
        let [0xff, marker, high, low, ..] = *rest else { return None };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let segment = rest.get(4..2 + length)?;
        if marker == 0xe1
            && let Some(tiff) = segment.strip_prefix(b"Exif\0\0")
        {
            return tiff_orientation(tiff);
        }
        if marker == 0xda {
            return None;
        }
        rest = rest.get(2 + length..)?;
    }
}

fn tiff_orientation(tiff: &[u8]) -> Option<u16> {
    let is_little = tiff.starts_with(b"II");
    let short = |at: usize| -> Option<u16> {
        let bytes: [u8; 2] = tiff.get(at..at + 2)?.try_into().ok()?;
        Some(if is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long = |at: usize| -> Option<usize> {
        let bytes: [u8; 4] = tiff.get(at..at + 4)?.try_into().ok()?;
        let value = if is_little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) };
        usize::try_from(value).ok()
    };
    let directory = long(4)?;
    let entries = usize::from(short(directory)?);
    (0..entries)
        .map(|n| directory + 2 + n * 12)
        .find(|at| short(*at) == Some(0x0112))
        .and_then(|at| short(at + 8))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The smallest PNG header with these measures; enough to be measured.
    pub fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.extend([8, 2, 0, 0, 0, 0, 0, 0, 0]);
        bytes
    }

    fn folder() -> (tempfile::TempDir, Origin) {
        let outer = tempfile::tempdir().unwrap();
        let root = outer.path().join("news");
        std::fs::create_dir_all(root.join("a")).unwrap();
        std::fs::write(outer.path().join("secret.png"), png(1, 1)).unwrap();
        std::fs::write(root.join("cầu gỗ.png"), png(30, 20)).unwrap();
        std::fs::write(root.join("not.png"), "this is text").unwrap();
        let origin = Origin::Folder { file: root.join("a/x.md"), root };
        (outer, origin)
    }

    #[test]
    fn a_picture_is_measured_and_named_by_its_content() {
        let (_outer, mut origin) = folder();
        let picture = origin.picture("../cầu gỗ.png").unwrap();
        assert_eq!((picture.width, picture.height), (30, 20));
        assert_eq!(picture.media.name.len(), 20);
        assert_eq!(origin.picture("/c%E1%BA%A7u%20g%E1%BB%97.png").unwrap().media, picture.media);
    }

    #[test]
    fn what_is_no_picture_or_lies_outside_is_refused() {
        let (_outer, mut origin) = folder();
        assert!(matches!(origin.picture("../not.png"), Err(PictureError::NotAPicture)));
        assert!(matches!(origin.picture("../../secret.png"), Err(PictureError::Outside)));
        assert!(matches!(origin.picture("missing.png"), Err(PictureError::Io(_))));
        assert!(matches!(origin.picture("https://example.org/a.png"), Err(PictureError::Address)));
        assert!(matches!(
            measure(b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec()),
            Err(PictureError::NotAPicture)
        ));
    }

    #[test]
    fn a_feed_from_elsewhere_does_not_reach_into_this_network() {
        for address in [
            "http://127.0.0.1/a.png",
            "http://localhost:9/a.png",
            "http://10.0.0.1/a",
            "http://[::1]/a",
            "ftp://example.org/a",
        ] {
            let mut origin = Origin::Web { base: None, seen: HashMap::new() };
            assert!(matches!(origin.picture(address), Err(PictureError::Address)), "{address}");
        }
    }

    #[test]
    fn a_photograph_on_its_side_is_measured_upright() {
        let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01".to_vec();
        exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]);
        let mut jpeg = vec![0xff, 0xd8, 0xff, 0xe1];
        jpeg.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
        jpeg.extend(&exif);
        assert_eq!(orientation(&jpeg), Some(6));
        assert!(is_turned(&jpeg));
        assert!(!is_turned(&[0xff, 0xd8, 0xff]));
    }
}
