//! A picture and the other files of it.

use serde::{Deserialize, Serialize};

use crate::Link;
use crate::lenient::readable;

/// A picture, with its size, so that a page can be laid out before the picture has loaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Image {
    pub src: Link,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// What the picture shows, for readers who cannot see it; empty when it is only decoration.
    pub alt: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
    /// Other files of the same picture, in other sizes or formats.
    #[serde(default, deserialize_with = "readable", skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<ImageVariant>,
}

/// Another file of the same picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImageVariant {
    pub src: Link,
    /// Pixels.
    pub width: u32,
    /// Media type, such as `image/webp`.
    #[serde(rename = "type")]
    pub media_type: String,
}

/// A picture cropped to another shape.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Crop {
    pub src: Link,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}
