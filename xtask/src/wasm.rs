//! As much of a WebAssembly binary as is needed to rename and drop what it imports and exports.
//!
//! Source: <https://webassembly.github.io/spec/core/binary/modules.html>.

/// A module: its imports and exports read, everything else as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    sections: Vec<Section>,
    pub imports: Vec<Import>,
    pub exports: Vec<Export>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Section {
    Imports,
    Exports,
    Other { id: u8, content: Vec<u8> },
}

/// An imported function. Nothing else is imported by what wasm-bindgen writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    pub module: String,
    pub name: String,
    type_index: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    pub name: String,
    kind: u8,
    index: u32,
}

/// Bytes that are no module, or one with imports other than functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotWasm;

const HEAD: &[u8] = b"\0asm\x01\0\0\0";
const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;
const FUNCTION: u8 = 0;

impl Module {
    pub fn parse(bytes: &[u8]) -> Result<Self, NotWasm> {
        let mut rest = Reader(bytes.strip_prefix(HEAD).ok_or(NotWasm)?);
        let mut module = Self { sections: Vec::new(), imports: Vec::new(), exports: Vec::new() };
        while !rest.0.is_empty() {
            let id = rest.byte()?;
            let content = rest.counted()?;
            let mut reader = Reader(content);
            let section = match id {
                IMPORTS => {
                    for _ in 0..reader.number()? {
                        let (module_name, name) = (reader.text()?, reader.text()?);
                        if reader.byte()? != FUNCTION {
                            return Err(NotWasm);
                        }
                        let type_index = reader.number()?;
                        module.imports.push(Import { module: module_name, name, type_index });
                    }
                    Section::Imports
                }
                EXPORTS => {
                    for _ in 0..reader.number()? {
                        let name = reader.text()?;
                        let (kind, index) = (reader.byte()?, reader.number()?);
                        module.exports.push(Export { name, kind, index });
                    }
                    Section::Exports
                }
                id => Section::Other { id, content: content.to_vec() },
            };
            module.sections.push(section);
        }
        Ok(module)
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut out = HEAD.to_vec();
        for section in &self.sections {
            let mut content = Vec::new();
            let id = match section {
                Section::Imports => {
                    number(&mut content, self.imports.len());
                    for import in &self.imports {
                        text(&mut content, &import.module);
                        text(&mut content, &import.name);
                        content.push(FUNCTION);
                        number(&mut content, import.type_index as usize);
                    }
                    IMPORTS
                }
                Section::Exports => {
                    number(&mut content, self.exports.len());
                    for export in &self.exports {
                        text(&mut content, &export.name);
                        content.push(export.kind);
                        number(&mut content, export.index as usize);
                    }
                    EXPORTS
                }
                Section::Other { id, content: as_it_came } => {
                    content.extend(as_it_came);
                    *id
                }
            };
            out.push(id);
            number(&mut out, content.len());
            out.extend(content);
        }
        out
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Result<u8, NotWasm> {
        let (first, rest) = self.0.split_first().ok_or(NotWasm)?;
        self.0 = rest;
        Ok(*first)
    }

    /// LEB128, at most 32 bits.
    fn number(&mut self) -> Result<u32, NotWasm> {
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
    fn counted(&mut self) -> Result<&'a [u8], NotWasm> {
        let length = self.number()? as usize;
        let (content, rest) = self.0.split_at_checked(length).ok_or(NotWasm)?;
        self.0 = rest;
        Ok(content)
    }

    fn text(&mut self) -> Result<String, NotWasm> {
        String::from_utf8(self.counted()?.to_vec()).map_err(|_| NotWasm)
    }
}

fn number(out: &mut Vec<u8>, mut value: usize) {
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

fn text(out: &mut Vec<u8>, text: &str) {
    number(out, text.len());
    out.extend(text.as_bytes());
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// One function type, one import "m" "f", one export "e" of it, a custom section.
    const SMALL: &[u8] =
        b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02\x07\x01\x01m\x01f\0\0\x07\x05\x01\x01e\0\0\0\x02\x01x";

    #[test]
    fn a_module_is_written_as_it_was_read() {
        let module = Module::parse(SMALL).unwrap();
        assert_eq!(module.imports[0].name, "f");
        assert_eq!(module.exports[0].name, "e");
        assert_eq!(module.bytes(), SMALL);
    }

    #[test]
    fn names_change_and_exports_go() {
        let mut module = Module::parse(SMALL).unwrap();
        module.imports[0].name = "n".repeat(200);
        module.exports.clear();
        let again = Module::parse(&module.bytes()).unwrap();
        assert_eq!(again, module);
    }

    #[test]
    fn what_is_cut_short_is_refused() {
        for end in 0..SMALL.len() {
            let short = SMALL.get(..end).unwrap();
            // A module may end after any section.
            if ![8, 14, 23, 30].contains(&end) {
                assert_eq!(Module::parse(short), Err(NotWasm), "{end}");
            }
        }
    }
}
