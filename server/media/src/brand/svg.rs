//! An SVG as shapes.

use image::RgbaImage;
use resvg::tiny_skia::{Pixmap, Transform};
use usvg::{ImageHrefResolver, Indent, Options, Tree, WriteOptions, roxmltree};

use super::BrandError;

/// What is not taken over, and what to do about it.
const LEFT_OUT: [(&str, &str); 3] = [
    ("text", "convert text to paths: which fonts a reader has is not known"),
    ("image", "give shapes alone, or a PNG of the whole"),
    ("foreignObject", "give shapes alone"),
];

/// A drawing that was read.
pub struct Drawing(Tree);

impl Drawing {
    pub fn read(bytes: &[u8]) -> Result<Self, BrandError> {
        let unreadable = |error: &dyn std::fmt::Display| BrandError::Svg(error.to_string());
        let text = std::str::from_utf8(bytes).map_err(|error| unreadable(&error))?;
        let rules = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
        let document = roxmltree::Document::parse_with_options(text, rules)
            .map_err(|error| unreadable(&error))?;
        for node in document.descendants().filter(roxmltree::Node::is_element) {
            let name = node.tag_name().name();
            if let Some((name, advice)) = LEFT_OUT.iter().find(|(known, _)| *known == name) {
                return Err(BrandError::Element(name, advice));
            }
        }
        // Nothing is fetched or read from the disk for it.
        let nothing = ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        };
        let options = Options { image_href_resolver: nothing, ..Options::default() };
        let tree = Tree::from_xmltree(&document, &options).map_err(|error| unreadable(&error))?;
        Ok(Self(tree))
    }

    /// Width and height, as whole numbers that keep the shape.
    pub fn size(&self) -> (u32, u32) {
        let size = self.0.size();
        // A logo of 3.2 × 1 is not 3 × 1.
        let scale = (1000.0 / size.width().max(size.height())).max(1.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
        let whole = |length: f32| ((length * scale).round() as u32).max(1);
        (whole(size.width()), whole(size.height()))
    }

    /// What is published of it.
    pub fn text(&self) -> Vec<u8> {
        let options = WriteOptions { indent: Indent::None, ..WriteOptions::default() };
        self.0.to_string(&options).into_bytes()
    }

    /// As a square of so many pixels.
    pub fn square(&self, side: u32) -> Result<RgbaImage, BrandError> {
        let wrong = || BrandError::Make(format!("{side} pixels"));
        let mut pixmap = Pixmap::new(side, side).ok_or_else(wrong)?;
        let size = self.0.size();
        #[expect(clippy::cast_precision_loss, reason = "side is below 2^24")]
        let across = side as f32;
        let scale = Transform::from_scale(across / size.width(), across / size.height());
        resvg::render(&self.0, scale, &mut pixmap.as_mut());
        RgbaImage::from_raw(side, side, pixmap.take_demultiplied()).ok_or_else(wrong)
    }
}
