//! Numbers, texts and bytes as a WebAssembly binary has them.
//!
//! Source: <https://webassembly.github.io/spec/core/binary/values.html>.

use super::NotWasm;

/// What is left to be read.
pub struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    pub fn byte(&mut self) -> Result<u8, NotWasm> {
        let (first, rest) = self.0.split_first().ok_or(NotWasm)?;
        self.0 = rest;
        Ok(*first)
    }

    /// LEB128, at most 32 bits.
    pub fn number(&mut self) -> Result<u32, NotWasm> {
        let mut value = 0u32;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            value |= u32::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(NotWasm)
    }

    /// Bytes after their number.
    pub fn counted(&mut self) -> Result<&'a [u8], NotWasm> {
        let length = self.number()? as usize;
        let (content, rest) = self.0.split_at_checked(length).ok_or(NotWasm)?;
        self.0 = rest;
        Ok(content)
    }

    pub fn text(&mut self) -> Result<String, NotWasm> {
        String::from_utf8(self.counted()?.to_vec()).map_err(|_| NotWasm)
    }
}

/// LEB128.
pub fn number(out: &mut Vec<u8>, mut value: usize) {
    loop {
        let low = (value & 0x7f) as u8;
        value >>= 7;
        if value == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

/// Bytes after their number.
pub fn text(out: &mut Vec<u8>, text: &str) {
    number(out, text.len());
    out.extend(text.as_bytes());
}
