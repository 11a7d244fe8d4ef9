//! A picture and the other files of it.

use serde::Serialize;

use crate::Link;
use crate::json::{DecodeError, Json, Object, Read, deserialize_by_reading};

/// A picture with what a page needs to lay it out before it has loaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<ImageVariant>,
}

/// One more file of the same picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Crop {
    pub src: Link,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

deserialize_by_reading!(Crop, Image, ImageVariant);

impl Read for Crop {
    fn read(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Object::read(json)?;
        Ok(Self {
            src: fields.take("src")?,
            width: fields.take("width")?,
            height: fields.take("height")?,
        })
    }
}

impl Image {
    pub(crate) fn of(mut fields: Object) -> Result<Self, DecodeError> {
        Ok(Self {
            src: fields.take("src")?,
            width: fields.take("width")?,
            height: fields.take("height")?,
            alt: fields.take("alt")?,
            caption: fields.take("caption")?,
            credit: fields.take("credit")?,
            variants: fields.take_readable("variants")?,
        })
    }
}

impl Read for Image {
    fn read(json: Json) -> Result<Self, DecodeError> {
        Self::of(Object::read(json)?)
    }
}

impl Read for ImageVariant {
    fn read(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Object::read(json)?;
        Ok(Self {
            src: fields.take("src")?,
            width: fields.take("width")?,
            media_type: fields.take("type")?,
        })
    }
}
