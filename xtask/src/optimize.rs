//! Makes the pair of files that wasm-bindgen writes, WebAssembly and the JavaScript around it, smaller, without
//! changing what it does:
//!
//! - exports that the JavaScript never calls go, with all code that only they need, and so do the parts of
//!   the JavaScript that only they called. Leptos brings `server_fn`, which brings `wasm-streams`, whose
//!   classes are exported whether anybody uses them or not
//! - what stands in modules of its own (`src/browser/*.js`) is taken in
//! - names between the two are a letter or two instead of a path and a hash
//! - where nobody hears a panic, it stops without putting together what it would say
//! - wasm-opt and esbuild do the rest
//!
//! The bytes that each step saves are in docs/adr/0006-bytes-of-the-widgets.md.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::XtaskError;
use crate::panics;
use crate::process::{command, io, quiet};
use crate::tools::{esbuild, with_tools};
use walrus::{Module, ModuleConfig};

/// The features of WebAssembly that wasm-opt may use: those that rustc and wasm-bindgen use already.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Below address 1024 there is only the far end of the stack; a program that uses that much of it overflows anyway.
const SMALLER: &[&str] =
    &["--low-memory-unused", "-Oz", "--flatten", "--rereloop", "-Oz", "-Oz", "--converge"];

/// For a piece also: functions that are called most come first, since with many functions their numbers take space.
const PIECE_SMALLER: &[&str] = &["--gufa-optimizing", "-Oz", "--reorder-functions"];

/// The prefix of functions that wasm-bindgen writes for imports.
const GLUE: &str = "__wb";

/// Classes of `wasm-streams`.
const UNUSED_CLASSES: &str = "IntoUnderlying";

/// Whether the text of a panic is shown anywhere.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Panics {
    /// The program has a hook that prints it.
    AreTold,
    /// Nothing shows it: a panic stops the program, and its text is left out.
    AreSilent,
}

/// Optimizes `{name}.js` and `{name}_bg.wasm` in `folder`, and the pieces that they fetch.
pub fn optimize(
    folder: &Path,
    name: &str,
    panics: Panics,
    pieces: &[&str],
) -> Result<(), XtaskError> {
    let pair = Pair {
        js: folder.join(format!("{name}.js")),
        wasm: folder.join(format!("{name}_bg.wasm")),
    };
    // Widgets are started by public/embed/widget.js.
    let mut js = without_classes(&pair.js()?, UNUSED_CLASSES);
    if panics == Panics::AreSilent {
        js = js.replace("export { initSync, __wbg_init as default }", "");
    }
    pair.put_js(&js)?;
    if panics == Panics::AreSilent {
        let mut module = pair.module()?;
        // Another compiler may use other names, which must be noticed.
        if panics::stop(&mut module) == 0 {
            return Err(XtaskError::Failed("finding where panics end; it".to_owned()));
        }
        pair.put_module(module)?;
    }
    let mut shared = BTreeSet::new();
    for piece in pieces {
        let piece = read(&folder.join(piece))?;
        shared.extend(piece.imports.iter().map(|import| import.name.clone()));
    }
    // When one side loses code, the other may lose what only that needed.
    loop {
        pair.esbuild(&["--bundle", "--tree-shaking=true"])?;
        let (js, mut module) = (pair.js()?, pair.module()?);
        let called = called(&js);
        let is_needed = |name: &str| called.contains(&name) || shared.contains(name);
        let unused = module.exports.iter().filter(|export| !is_needed(&export.name));
        let unused: Vec<_> = unused.map(|export| export.id()).collect();
        if unused.is_empty() {
            break;
        }
        for id in unused {
            module.exports.delete(id);
        }
        pair.put_module(module)?;
        pair.wasm_opt(&["--remove-unused-module-elements"])?;
        pair.put_js(&with_imports(&js, &pair.module()?))?;
    }
    pair.wasm_opt(SMALLER)?;
    for piece in pieces {
        wasm_opt(&folder.join(piece), SMALLER)?;
        wasm_opt(&folder.join(piece), PIECE_SMALLER)?;
    }
    let (mut js, mut module) = (pair.js()?, pair.module()?);
    rename(&mut js, &mut module, &shared);
    pair.put_module(module)?;
    // The module was written with its functions in another order; that of wasm-opt packs better.
    pair.wasm_opt(&["-Oz"])?;
    pair.put_js(&js)?;
    pair.esbuild(&["--minify"])
}

/// Drops the modules in `folder` that [`optimize`] has taken into each program.
pub fn drop_modules(folder: &Path) -> Result<(), XtaskError> {
    let modules = folder.join("snippets");
    std::fs::remove_dir_all(&modules).map_err(io(&modules))
}

/// The two files.
struct Pair {
    js: PathBuf,
    wasm: PathBuf,
}

impl Pair {
    fn js(&self) -> Result<String, XtaskError> {
        std::fs::read_to_string(&self.js).map_err(io(&self.js))
    }

    fn put_js(&self, js: &str) -> Result<(), XtaskError> {
        std::fs::write(&self.js, js).map_err(io(&self.js))
    }

    fn module(&self) -> Result<Module, XtaskError> {
        read(&self.wasm)
    }

    fn put_module(&self, mut module: Module) -> Result<(), XtaskError> {
        std::fs::write(&self.wasm, module.emit_wasm()).map_err(io(&self.wasm))
    }

    fn wasm_opt(&self, passes: &[&str]) -> Result<(), XtaskError> {
        wasm_opt(&self.wasm, passes)
    }

    fn esbuild(&self, options: &[&str]) -> Result<(), XtaskError> {
        run_esbuild(&self.js, options)
    }
}

fn read(path: &Path) -> Result<Module, XtaskError> {
    let bytes = std::fs::read(path).map_err(io(path))?;
    let failed = |error| XtaskError::Failed(format!("reading {} ({error:#})", path.display()));
    ModuleConfig::new().generate_producers_section(false).parse(&bytes).map_err(failed)
}

fn wasm_opt(path: &Path, passes: &[&str]) -> Result<(), XtaskError> {
    let path = path.to_string_lossy();
    let strip = ["--strip-debug", "--strip-producers", "--strip-target-features"];
    let arguments = [FEATURES, passes, &strip, &[&*path, "-o", &*path]].concat();
    quiet(with_tools(command("wasm-opt", &arguments)))
}

/// Makes a module of hand-written JavaScript smaller, in place.
pub fn minify(path: &Path) -> Result<(), XtaskError> {
    run_esbuild(path, &["--minify"])
}

fn run_esbuild(path: &Path, options: &[&str]) -> Result<(), XtaskError> {
    let path = path.to_string_lossy();
    let out = format!("--outfile={path}");
    let fixed = [
        "--format=esm",
        "--charset=utf8",
        "--target=es2022",
        "--log-level=warning",
        "--allow-overwrite",
    ];
    let arguments = [&fixed[..], options, &[&*out, &*path]].concat();
    quiet(command(&esbuild()?.to_string_lossy(), &arguments))
}

/// The JavaScript without the classes whose names begin with `prefix`, and without the code for them.
fn without_classes(js: &str, prefix: &str) -> String {
    let class = format!("export class {prefix}");
    let finalization = format!("const {prefix}");
    let dispose = "if (Symbol.dispose) ";
    let mut out = String::with_capacity(js.len());
    let mut lines = js.lines();
    while let Some(line) = lines.next() {
        if line.starts_with(&class) {
            lines.by_ref().find(|line| *line == "}");
        } else if line.starts_with(&finalization) {
            lines.by_ref().find(|line| line.ends_with(");"));
        // Nobody writes `using` with an exported class.
        } else if !line.starts_with(dispose) {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// The names of exports that the JavaScript uses: `wasm.x`.
fn called(js: &str) -> Vec<&str> {
    let after = js.split("wasm.").skip(1);
    after.filter_map(|rest| rest.split(|c: char| !is_of_name(c)).next()).collect()
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

/// The JavaScript without the functions that `module` does not import. Each is a line
/// `    name: function(…) {`, lines inside, and a line `    },` or `    }`, as esbuild writes them.
fn with_imports(js: &str, module: &Module) -> String {
    const INDENT: &str = "    ";
    let mut out = String::with_capacity(js.len());
    let mut lines = js.lines();
    while let Some(line) = lines.next() {
        let name = line
            .strip_prefix(INDENT)
            .and_then(|rest| rest.split_once(": function("))
            .map(|(name, _)| name)
            .filter(|name| name.starts_with(GLUE) && name.chars().all(is_of_name));
        let is_unused = name.is_some_and(|name| module.imports.iter().all(|i| i.name != name));
        if is_unused {
            lines.by_ref().find(|line| {
                line.strip_prefix(INDENT).is_some_and(|end| end == "}" || end == "},")
            });
        } else {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// Gives short names, on both sides, to imports for which wasm-bindgen has written a function, and to exports except
/// those that pieces share.
fn rename(js: &mut String, module: &mut Module, shared: &BTreeSet<String>) {
    let mut names = BTreeMap::new();
    let mut short = |name: &mut String| {
        let next = short_name(names.len());
        *name = names.entry(name.clone()).or_insert(next).clone();
    };
    for import in module.imports.iter_mut().filter(|import| import.name.starts_with(GLUE)) {
        short(&mut import.name);
    }
    for export in module.exports.iter_mut().filter(|export| !shared.contains(&export.name)) {
        short(&mut export.name);
    }
    let mut out = String::with_capacity(js.len());
    let mut rest = js.as_str();
    while let Some(start) = rest.find(is_of_name) {
        let (before, word_on) = rest.split_at(start);
        let end = word_on.find(|c| !is_of_name(c)).unwrap_or(word_on.len());
        let (word, after) = word_on.split_at(end);
        out.push_str(before);
        // The name of an import is before a colon, that of an export after `wasm.`.
        let is_ours =
            before.ends_with("wasm.") || out.ends_with("wasm.") || after.starts_with(": function(");
        out.push_str(names.get(word).filter(|_| is_ours).map_or(word, String::as_str));
        rest = after;
    }
    out.push_str(rest);
    *js = out;
}

/// `a` to `z`, then `aa`, `ba`, …
fn short_name(mut number: usize) -> String {
    let mut name = String::new();
    loop {
        name.push(char::from(b"abcdefghijklmnopqrstuvwxyz"[number % 26]));
        number /= 26;
        if number == 0 {
            return name;
        }
        number -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_go_with_all_that_is_made_for_them() {
        let js = "export class IntoUnderlyingSink {\n    free() {\n    }\n}\nif (Symbol.dispose) IntoUnderlyingSink.prototype.x = 1;\n\nexport class Widget {\n}\nconst IntoUnderlyingSinkFinalization = (a)\n    ? {}\n    : new X(ptr => wasm.free(ptr));\nlet b;\n";
        assert_eq!(without_classes(js, "IntoUnderlying"), "\nexport class Widget {\n}\nlet b;\n");
    }

    #[test]
    fn short_names_are_all_different() {
        let names: std::collections::BTreeSet<String> = (0..2000).map(short_name).collect();
        assert_eq!(names.len(), 2000);
        assert_eq!((short_name(0), short_name(26)), ("a".to_owned(), "aa".to_owned()));
    }

    #[test]
    fn both_sides_are_called_by_the_same_short_names() {
        let mut module = Module::default();
        let kind = module.types.add(&[], &[]);
        let (function, _) = module.add_import_func("m", "__wbf", kind);
        module.exports.add("go", function);
        // A function of a module of ours, which that module calls by its name.
        module.add_import_func("./events.js", "idle", kind);
        let mut js = "const i = {\n    __wbf: function(go) {\n        wasm.go(go);\n    },\n    __wbx: function() {\n        f();\n    }\n};\n".to_owned();
        js = with_imports(&js, &module);
        rename(&mut js, &mut module, &BTreeSet::new());
        assert_eq!(js, "const i = {\n    a: function(go) {\n        wasm.b(go);\n    },\n};\n");
        let imports: Vec<&str> = module.imports.iter().map(|import| import.name.as_str()).collect();
        let exports: Vec<&str> = module.exports.iter().map(|export| export.name.as_str()).collect();
        assert_eq!((&*imports, &*exports), (&["a", "idle"][..], &["b"][..]));
    }
}
