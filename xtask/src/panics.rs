//! Makes a panic whose text nobody sees stop without composing that text (ADR 11).
//!
//! - [`blank`][]: what only panics refer to in the initial memory, as the linker says it: places in source files, texts
//! - [`stop`][]: the functions in which panics end

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use walrus::{FunctionBuilder, FunctionKind, Module};
use wasmparser::{
    BinaryReaderError, DataKind, FunctionBody, KnownCustom, Linking, Operator, Parser, Payload,
    RelocationType, SymbolInfo,
};

/// Functions in which all panics end, by a part of their names.
const ENDS: &[&str] = &[
    "::panicking::",
    "::cell::panic_",
    "::cell::lazy::panic_poisoned",
    "::option::expect_failed",
    "::option::unwrap_failed",
    "::result::unwrap_failed",
    "::slice::index::slice_index_fail",
    "::thread::local::panic_access_error",
    "::assert_failed",
    "::capacity_overflow",
    "::raw_vec::handle_error",
    "::alloc::handle_alloc_error",
    // Only panics print a value in this form.
    "::fmt::Debug>::fmt",
];

fn is_end(name: &str) -> bool {
    ENDS.iter().any(|end| name.contains(end))
}

/// Replaces every function in which panics end by `unreachable`. Answers how many there were.
pub fn stop(module: &mut Module) -> usize {
    let picked: Vec<_> = module
        .funcs
        .iter_local()
        .filter(|(id, _)| module.funcs.get(*id).name.as_deref().is_some_and(is_end))
        .map(|(id, function)| (id, function.ty(), function.args.clone()))
        .collect();
    let count = picked.len();
    for (id, kind, arguments) in picked {
        let kind = module.types.get(kind);
        let (takes, gives) = (kind.params().to_vec(), kind.results().to_vec());
        let mut stop = FunctionBuilder::new(&mut module.types, &takes, &gives);
        stop.func_body().unreachable();
        module.funcs.get_mut(id).kind = FunctionKind::Local(stop.local_func(arguments));
    }
    count
}

/// A number that stands for a symbol of the linker.
type Symbol = usize;

/// What the linker says of a module (`--emit-relocs`). Offsets are those of the module's bytes.
#[derive(Default)]
struct Linked {
    /// The functions in which panics end, by their numbers.
    ends: BTreeSet<u32>,
    /// Where the bytes of a symbol are.
    data: BTreeMap<Symbol, Range<usize>>,
    /// Where the code refers to which symbol.
    in_code: BTreeMap<usize, Symbol>,
    /// Where the initial memory does.
    in_data: BTreeMap<usize, Symbol>,
}

/// The module with zeros in the place of all that only panics refer to, and without what the linker says of it; and how
/// many bytes that are.
///
/// # Errors
/// Bytes that are no module.
pub fn blank(module: &[u8]) -> Result<(Vec<u8>, usize), BinaryReaderError> {
    let linked = linked(module)?;
    let said = said(module, &linked)?;
    let used = linked.in_code.iter().filter(|(at, _)| !said.contains(at));
    let live = reached(&linked, used.map(|(_, symbol)| *symbol));
    let dead = reached(&linked, said.iter().filter_map(|at| linked.in_code.get(at).copied()));
    let mut bytes = module.to_vec();
    // Several symbols may share their bytes.
    let kept: Vec<_> = linked
        .data
        .iter()
        .filter(|(symbol, _)| live.contains(*symbol) || !dead.contains(*symbol))
        .map(|(_, range)| range.clone())
        .collect();
    let mut count = 0;
    for range in dead.difference(&live).filter_map(|symbol| linked.data.get(symbol)) {
        for at in range.clone().filter(|at| !kept.iter().any(|kept| kept.contains(at))) {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = 0;
                count += 1;
            }
        }
    }
    Ok((without_links(&bytes)?, count))
}

fn linked(module: &[u8]) -> Result<Linked, BinaryReaderError> {
    let mut linked = Linked::default();
    let (mut code, mut data, mut segments) = (0, 0, Vec::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::CodeSectionStart { range, .. } => code = range.start,
            Payload::DataSection(section) => {
                data = section.range().start;
                for segment in section {
                    let segment = segment?;
                    let is_memory = matches!(segment.kind, DataKind::Active { .. });
                    segments.push(segment.range.end - segment.data.len()..segment.range.end);
                    debug_assert!(is_memory, "rustc writes no other segments");
                }
            }
            Payload::CustomSection(section) => match section.as_known() {
                KnownCustom::Linking(links) => {
                    for link in links {
                        let Linking::SymbolTable(symbols) = link? else { continue };
                        for (number, symbol) in symbols.into_iter().enumerate() {
                            linked.add(number, &symbol?, &segments);
                        }
                    }
                }
                KnownCustom::Reloc(relocations) => {
                    let (from, into) = match section.name() {
                        "reloc.CODE" => (code, &mut linked.in_code),
                        "reloc.DATA" => (data, &mut linked.in_data),
                        _ => continue,
                    };
                    for relocation in relocations.entries() {
                        let relocation = relocation?;
                        if is_address(relocation.ty) {
                            let at = from + relocation.offset as usize;
                            into.insert(at, relocation.index as Symbol);
                        }
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }
    Ok(linked)
}

fn is_address(kind: RelocationType) -> bool {
    use RelocationType::{MemoryAddrI32, MemoryAddrLeb, MemoryAddrSleb};
    matches!(kind, MemoryAddrLeb | MemoryAddrSleb | MemoryAddrI32)
}

impl Linked {
    fn add(&mut self, number: Symbol, symbol: &SymbolInfo<'_>, segments: &[Range<usize>]) {
        match symbol {
            SymbolInfo::Func { index, name: Some(name), .. }
                if is_end(&format!("{:#}", rustc_demangle::demangle(name))) =>
            {
                self.ends.insert(*index);
            }
            SymbolInfo::Data { symbol: Some(place), .. } => {
                if let Some(segment) = segments.get(place.index as usize) {
                    let start = segment.start + place.offset as usize;
                    self.data.insert(number, start..start + place.size as usize);
                }
            }
            _ => {}
        }
    }
}

/// Where the code refers to something only to hand it to a function in which panics end, or within one.
fn said(module: &[u8], linked: &Linked) -> Result<BTreeSet<usize>, BinaryReaderError> {
    let (mut said, mut function) = (BTreeSet::new(), 0);
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let is_function = matches!(import?.ty, wasmparser::TypeRef::Func(_));
                    function += u32::from(is_function);
                }
            }
            Payload::CodeSectionEntry(body) => {
                if linked.ends.contains(&function) {
                    said.extend(linked.in_code.range(body.range()).map(|(at, _)| *at));
                } else {
                    arguments_of_ends(&body, linked, &mut said)?;
                }
                function += 1;
            }
            _ => {}
        }
    }
    Ok(said)
}

/// Adds where a function refers to something as an argument of one in which panics end: a constant before the call, with
/// nothing but other constants and variables between.
fn arguments_of_ends(
    body: &FunctionBody<'_>,
    linked: &Linked,
    said: &mut BTreeSet<usize>,
) -> Result<(), BinaryReaderError> {
    let mut arguments = Vec::new();
    for operator in body.get_operators_reader()?.into_iter_with_offsets() {
        match operator? {
            // The number stands behind the byte of the operator.
            (Operator::I32Const { .. }, at) => arguments.push(at + 1),
            (Operator::I64Const { .. } | Operator::LocalGet { .. }, _) => {}
            (Operator::Call { function_index }, _) if linked.ends.contains(&function_index) => {
                said.extend(arguments.drain(..).filter(|at| linked.in_code.contains_key(at)));
            }
            _ => arguments.clear(),
        }
    }
    Ok(())
}

/// These symbols, and all that their bytes refer to.
fn reached(linked: &Linked, from: impl Iterator<Item = Symbol>) -> BTreeSet<Symbol> {
    let (mut found, mut next) = (BTreeSet::new(), Vec::from_iter(from));
    while let Some(symbol) = next.pop() {
        if found.insert(symbol)
            && let Some(range) = linked.data.get(&symbol)
        {
            next.extend(linked.in_data.range(range.clone()).map(|(_, symbol)| *symbol));
        }
    }
    found
}

/// The module without the sections that the linker has written for tools.
fn without_links(module: &[u8]) -> Result<Vec<u8>, BinaryReaderError> {
    let (mut kept, mut at) = (Vec::with_capacity(module.len()), 0);
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        let Some((_, range)) = payload.as_section() else { continue };
        let is_link = match &payload {
            Payload::CustomSection(section) => {
                section.name() == "linking" || section.name().starts_with("reloc.")
            }
            _ => false,
        };
        let section = module.get(at..range.end).unwrap_or_default();
        if !is_link {
            kept.extend_from_slice(section);
        }
        at = range.end;
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_panic_stops_without_a_word() {
        let mut module = Module::default();
        let mut names = Vec::new();
        for name in ["core::panicking::panic", "work"] {
            let mut function =
                FunctionBuilder::new(&mut module.types, &[], &[walrus::ValType::I32]);
            function.name(name.to_owned()).func_body().i32_const(7);
            let id = function.finish(Vec::new(), &mut module.funcs);
            module.exports.add(name, id);
            names.push(id);
        }
        assert_eq!(stop(&mut module), 1);
        let stops = names.iter().map(|id| {
            let body = module.funcs.get(*id).kind.unwrap_local();
            let instructions = &body.block(body.entry_block()).instrs;
            matches!(instructions.first(), Some((walrus::ir::Instr::Unreachable(_), _)))
        });
        assert_eq!(stops.collect::<Vec<_>>(), [true, false]);
    }

    /// A section, or anything else with its length before it.
    fn with_length(before: &[u8], content: &[u8]) -> Vec<u8> {
        [before, &[u8::try_from(content.len()).unwrap()], content].concat()
    }

    fn named(name: &str, content: &[u8]) -> Vec<u8> {
        with_length(&[0], &[&with_length(&[], name.as_bytes()), content].concat())
    }

    #[test]
    fn what_only_panics_refer_to_is_blank() {
        // Function 0 takes an address and is one in which panics end; function 1 hands it the address of "said", and
        // keeps that of "kept" for itself. A number of the linker takes five bytes.
        let constant = |address: u8| [0x41, address | 0x80, 0x80, 0x80, 0x80, 0];
        let end = with_length(&[], &[0, 0x0b]);
        let work = [&[0][..], &constant(16), &[0x10, 0], &constant(20), &[0x1a, 0x0b]].concat();
        let code = [&[2][..], &end, &with_length(&[], &work)].concat();
        // Where the two numbers begin, from the content of the section on.
        let first = u8::try_from(1 + end.len() + 2 + 1).unwrap();
        let name = b"_ZN4core9panicking5panic17h0123456789abcdefE";
        let symbols = [
            &[4, 0, 0, 0][..],
            &with_length(&[], name),
            &[0, 0, 1],
            &with_length(&[], b"work"),
            &[1, 0, 1, b'a', 0, 0, 4],
            &[1, 0, 1, b'b', 0, 4, 4],
        ]
        .concat();
        let module = |links: &[u8], memory: &[u8]| {
            [
                b"\0asm\x01\0\0\0".to_vec(),
                with_length(&[1], &[2, 0x60, 1, 0x7f, 0, 0x60, 0, 0]),
                with_length(&[3], &[2, 0, 1]),
                with_length(&[5], &[1, 0, 1]),
                with_length(&[10], &code),
                with_length(&[11], &[&[1, 0, 0x41, 16, 0x0b, 8], memory].concat()),
                links.to_vec(),
            ]
            .concat()
        };
        let links = [
            named("linking", &[&[2][..], &with_length(&[8], &symbols)].concat()),
            named("reloc.CODE", &[3, 2, 4, first, 2, 0, 4, first + 8, 3, 0]),
        ]
        .concat();
        let (blanked, count) = blank(&module(&links, b"saidkept")).unwrap();
        assert_eq!(count, 4);
        assert_eq!(blanked, module(&[], b"\0\0\0\0kept"));
    }
}
