//! A picture and the other files of it.

use serde::{Deserialize, Serialize};

use crate::Link;
use crate::lenient::readable;

/// A picture with what a page needs to lay it out before it has loaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Image {
    pub src: Link,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// What the picture shows, for who cannot see it; empty for decoration.
    pub alt: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
    /// The same picture in other sizes or formats.
    #[serde(default, deserialize_with = "readable", skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<ImageVariant>,
}

/// One more file of the same picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImageVariant {
    pub src: Link,
    /// Pixels.
    pub width: u32,
    /// Media type, as `image/webp`.
    #[serde(rename = "type")]
    pub media_type: String,
}

/// A picture cut to a shape of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Crop {
    pub src: Link,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}
