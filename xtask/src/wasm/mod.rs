//! As much of a WebAssembly binary as is needed to rename and drop what it imports and exports, and to
//! make a panic as short as it is where nobody hears it.
//!
//! Source: <https://webassembly.github.io/spec/core/binary/modules.html>.

mod encoding;

use encoding::{Reader, number, text};

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
const CUSTOM: u8 = 0;
const CODE: u8 = 10;
const DATA: u8 = 11;
const FUNCTION: u8 = 0;
/// No locals, `unreachable`, `end`.
const STOP: &[u8] = &[0, 0, 0x0b];

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

impl Module {
    /// Puts `unreachable` in the place of every function whose name in the module `is_one` picks. Gives how
    /// many there were.
    pub fn stop_at(&mut self, is_one: impl Fn(&str) -> bool) -> Result<usize, NotWasm> {
        let mut picked = Vec::new();
        for (name, content) in self.custom_sections() {
            if name == "name" {
                for (index, name) in function_names(content)? {
                    let own = (index as usize).checked_sub(self.imports.len());
                    picked.extend(own.filter(|_| is_one(&name)));
                }
            }
        }
        let Some(code) = self.content(CODE) else { return Ok(0) };
        let mut rest = Reader(code);
        let count = rest.number()? as usize;
        let mut out = Vec::with_capacity(code.len());
        number(&mut out, count);
        for index in 0..count {
            let body = rest.counted()?;
            let body = if picked.contains(&index) { STOP } else { body };
            number(&mut out, body.len());
            out.extend(body);
        }
        *code = out;
        Ok(picked.len())
    }

    /// Blanks what a panic says of its place: the path of a source file, and the four numbers (where the
    /// path is, how long, line, column) that refer to it. Gives how many places there were.
    pub fn blank_places(&mut self) -> Result<usize, NotWasm> {
        let Some(data) = self.content(DATA) else { return Ok(0) };
        let segments = segments(data)?;
        let at = |address: u32, length: u32| {
            let inside = |s: &&Segment| s.address <= address && address - s.address <= s.length;
            let segment = segments.iter().find(inside)?;
            let from = segment.offset + (address - segment.address) as usize;
            let end = segment.offset + segment.length as usize;
            Some(from..from + length as usize).filter(|range| range.end <= end)
        };
        let mut blanks = Vec::new();
        for segment in &segments {
            // Numbers stand at addresses that four divides.
            let first = segment.address.next_multiple_of(4) - segment.address;
            let mut offset = segment.offset + first as usize;
            while let Some(words) = data.get(offset..offset + 16) {
                let word = |n: usize| {
                    let bytes = words.get(n * 4..n * 4 + 4).and_then(|b| b.try_into().ok());
                    u32::from_le_bytes(bytes.unwrap_or_default())
                };
                let path = at(word(0), word(1)).filter(|path| {
                    let text = data.get(path.clone()).unwrap_or_default();
                    text.ends_with(b".rs") && text.is_ascii() && word(2) > 0 && word(3) > 0
                });
                if let Some(path) = path {
                    blanks.extend([path, offset..offset + 16]);
                    offset += 16;
                } else {
                    offset += 4;
                }
            }
        }
        for range in &blanks {
            if let Some(bytes) = data.get_mut(range.clone()) {
                bytes.fill(0);
            }
        }
        Ok(blanks.len() / 2)
    }

    /// Blanks these texts in the memory as it is in the beginning. Gives how many there were.
    pub fn blank(&mut self, texts: &[&str]) -> Result<usize, NotWasm> {
        let Some(data) = self.content(DATA) else { return Ok(0) };
        let mut count = 0;
        for segment in segments(data)? {
            let range = segment.offset..segment.offset + segment.length as usize;
            let bytes = data.get_mut(range).unwrap_or_default();
            for text in texts {
                let found = bytes.windows(text.len()).position(|window| window == text.as_bytes());
                if let Some(text) = found.and_then(|at| bytes.get_mut(at..at + text.len())) {
                    text.fill(0);
                    count += 1;
                }
            }
        }
        Ok(count)
    }

    fn content(&mut self, wanted: u8) -> Option<&mut Vec<u8>> {
        self.sections.iter_mut().find_map(|section| match section {
            Section::Other { id, content } if *id == wanted => Some(content),
            _ => None,
        })
    }

    /// Names and contents.
    fn custom_sections(&self) -> impl Iterator<Item = (String, &[u8])> {
        self.sections.iter().filter_map(|section| match section {
            Section::Other { id: CUSTOM, content } => {
                let mut reader = Reader(content);
                Some((reader.text().ok()?, reader.0))
            }
            _ => None,
        })
    }
}

/// Indices and names of functions in the content of the section `name`.
fn function_names(content: &[u8]) -> Result<Vec<(u32, String)>, NotWasm> {
    const FUNCTIONS: u8 = 1;
    let mut names = Vec::new();
    let mut rest = Reader(content);
    while !rest.0.is_empty() {
        let id = rest.byte()?;
        let mut part = Reader(rest.counted()?);
        if id == FUNCTIONS {
            for _ in 0..part.number()? {
                names.push((part.number()?, part.text()?));
            }
        }
    }
    Ok(names)
}

/// A piece of the memory as it is in the beginning, and where it stands in the section of data.
struct Segment {
    address: u32,
    offset: usize,
    length: u32,
}

/// Those that have an address of their own, as all have that rustc writes.
fn segments(data: &[u8]) -> Result<Vec<Segment>, NotWasm> {
    const I32_CONST: u8 = 0x41;
    const END: u8 = 0x0b;
    let mut segments = Vec::new();
    let mut rest = Reader(data);
    for _ in 0..rest.number()? {
        if rest.number()? != 0 || rest.byte()? != I32_CONST {
            return Err(NotWasm);
        }
        // Signed, but no address is that high.
        let address = rest.number()?;
        if rest.byte()? != END {
            return Err(NotWasm);
        }
        let bytes = rest.counted()?;
        let offset = data.len() - rest.0.len() - bytes.len();
        let length = u32::try_from(bytes.len()).map_err(|_| NotWasm)?;
        segments.push(Segment { address, offset, length });
    }
    Ok(segments)
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

    /// Two functions, named "panic" and "work"; at address 64 the text "src/a.rs", a word, and a place:
    /// address 64, 8 bytes, line 7, column 5.
    fn with_panic() -> Vec<u8> {
        let mut out = HEAD.to_vec();
        let mut add = |id: u8, content: &[u8]| {
            out.push(id);
            number(&mut out, content.len());
            out.extend(content);
        };
        add(CODE, b"\x02\x05\0\x41\0\x1a\x0b\x03\0\x01\x0b");
        let mut data = b"\x01\0\x41\xc0\0\x0b\x1csrc/a.rsword".to_vec();
        for word in [64u32, 8, 7, 5] {
            data.extend(word.to_le_bytes());
        }
        add(DATA, &data);
        add(CUSTOM, b"\x04name\x01\x0e\x02\0\x05panic\x01\x04work");
        out
    }

    #[test]
    fn a_panic_stops_without_a_word() {
        let mut module = Module::parse(&with_panic()).unwrap();
        assert_eq!(module.stop_at(|name| name == "panic"), Ok(1));
        assert_eq!(module.content(CODE).unwrap(), b"\x02\x03\0\0\x0b\x03\0\x01\x0b");
        assert_eq!(module.blank_places(), Ok(1));
        let data = module.content(DATA).unwrap();
        assert_eq!(
            data,
            b"\x01\0\x41\xc0\0\x0b\x1c\0\0\0\0\0\0\0\0word\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
        );
        assert_eq!(module.blank_places(), Ok(0));
        assert_eq!(module.blank(&["word", "none"]), Ok(1));
        assert!(!module.content(DATA).unwrap().windows(4).any(|text| text == b"word"));
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
