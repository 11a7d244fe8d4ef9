//! Makes a panic whose text nobody sees stop without composing that text (ADR 11).

use std::ops::Range;

use walrus::{ConstExpr, DataKind, FunctionBuilder, FunctionKind, Module, ir::Value};

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

/// The longer texts that only panics print.
const TOLD: &[&str] = &[
    "slice index starts at ",
    "index out of bounds: the len is ",
    " but the index is ",
    "range start index ",
    " out of range for slice of length ",
    "range end index ",
    "assertion `left ",
    "cannot access a Thread Local Storage value during or after destruction: ",
    "removal index (is ",
    ") should be < len (is ",
    "a formatting trait implementation returned an error when the underlying stream did not",
    "a Display implementation returned an error unexpectedly",
    "Executor::spawn called, but no global 'spawn' function is configured.",
    "Executor::spawn_local called, but no global 'spawn_local' function is configured.",
    "overflow when multiplying duration by scalar",
    "overflow when adding durations",
    "capacity overflow",
    "finish: callbacks should be Some",
    "finish: result should be None",
    "FnOnce called more than once",
    "Tried to access a reactive value that has already been disposed.",
    "already mutably borrowed",
    "already borrowed",
    "`async fn` resumed after completion",
    "called `Option::unwrap()` on a `None` value",
    "called `Result::unwrap()` on an `Err` value",
    "internal error: entered unreachable code",
    "LazyCell instance has previously been poisoned",
    "Hash table capacity overflow",
];

/// Makes every panic of a module stop at once, and blanks its texts. Answers how many functions, places and texts that
/// were, or 0 if there was none of one kind: another compiler may use other names.
pub fn silence(module: &mut Module) -> usize {
    let ends = stop_at(module, |name| ENDS.iter().any(|end| name.contains(end)));
    let (places, texts) = (blank_places(module), blank(module, TOLD));
    if ends * places * texts == 0 { 0 } else { ends + places + texts }
}

/// Replaces every function whose name `is_one` picks by `unreachable`. Answers how many there were.
fn stop_at(module: &mut Module, is_one: impl Fn(&str) -> bool) -> usize {
    let picked: Vec<_> = module
        .funcs
        .iter_local()
        .filter(|(id, _)| module.funcs.get(*id).name.as_deref().is_some_and(&is_one))
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

/// Blanks the places of panics: the paths of source files, and the four numbers that refer to each (where the path is,
/// its length, line, column). Answers how many places there were.
fn blank_places(module: &mut Module) -> usize {
    let mut count = 0;
    each_segment(module, |address, bytes| {
        let inside = |at: u32, length: u32| -> Option<Range<usize>> {
            let from = at.checked_sub(address)? as usize;
            let range = from..from.checked_add(length as usize)?;
            bytes.get(range.clone()).map(|_| range)
        };
        let mut blanks = Vec::new();
        // Numbers are at addresses that can be divided by four.
        let mut offset = (address.next_multiple_of(4) - address) as usize;
        while let Some(words) = bytes.get(offset..offset + 16) {
            let word = |n: usize| {
                let bytes = words.get(n * 4..n * 4 + 4).and_then(|b| b.try_into().ok());
                u32::from_le_bytes(bytes.unwrap_or_default())
            };
            let path = inside(word(0), word(1)).filter(|path| {
                let text = bytes.get(path.clone()).unwrap_or_default();
                text.ends_with(b".rs") && text.is_ascii() && word(2) > 0 && word(3) > 0
            });
            if let Some(path) = path {
                blanks.extend([path, offset..offset + 16]);
                offset += 16;
            } else {
                offset += 4;
            }
        }
        count += blanks.len() / 2;
        for range in blanks {
            if let Some(bytes) = bytes.get_mut(range) {
                bytes.fill(0);
            }
        }
    });
    count
}

/// Blanks these texts in the initial memory. Answers how many there were.
fn blank(module: &mut Module, texts: &[&str]) -> usize {
    let mut count = 0;
    each_segment(module, |_, bytes| {
        for text in texts {
            let found = bytes.windows(text.len()).position(|window| window == text.as_bytes());
            if let Some(text) = found.and_then(|at| bytes.get_mut(at..at + text.len())) {
                text.fill(0);
                count += 1;
            }
        }
    });
    count
}

/// Calls `f` with the address and the bytes of each segment of the initial memory.
fn each_segment(module: &mut Module, mut f: impl FnMut(u32, &mut [u8])) {
    let ids: Vec<_> = module.data.iter().map(walrus::Data::id).collect();
    for id in ids {
        let data = module.data.get_mut(id);
        // All segments that rustc writes have an address.
        if let DataKind::Active { offset: ConstExpr::Value(Value::I32(at)), .. } = data.kind {
            f(at.cast_unsigned(), &mut data.value);
        }
    }
}

#[cfg(test)]
mod tests {
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
        assert_eq!(stop_at(&mut module, |name| name.contains("::panicking::")), 1);
        let stops = names.iter().map(|id| {
            let body = module.funcs.get(*id).kind.unwrap_local();
            let instructions = &body.block(body.entry_block()).instrs;
            matches!(instructions.first(), Some((walrus::ir::Instr::Unreachable(_), _)))
        });
        assert_eq!(stops.collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn what_it_would_have_said_is_blank() {
        let mut module = Module::default();
        let memory = module.memories.add_local(false, false, 1, None, None);
        // At address 64 the path of a file, a word, and a place: address 64, 8 bytes, line 7, column 5.
        let mut bytes = b"src/a.rsword".to_vec();
        for word in [64u32, 8, 7, 5] {
            bytes.extend(word.to_le_bytes());
        }
        let offset = ConstExpr::Value(Value::I32(64));
        module.data.add(DataKind::Active { memory, offset }, bytes);
        assert_eq!(blank_places(&mut module), 1);
        let after = |module: &mut Module| {
            module.data.iter().map(|data| data.value.clone()).collect::<Vec<_>>()
        };
        assert_eq!(
            after(&mut module),
            [b"\0\0\0\0\0\0\0\0word\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec()]
        );
        assert_eq!(blank_places(&mut module), 0);
        assert_eq!(blank(&mut module, &["word", "none"]), 1);
        assert_eq!(after(&mut module), [vec![0; 28]]);
    }
}
