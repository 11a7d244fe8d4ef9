//! Finds the modules that a file uses: the paths in it that begin with `crate`, `super` or `self`, in `use` and
//! elsewhere.

/// The paths in `text`, comments, literals and tests left out.
pub fn of(text: &str) -> Vec<Vec<String>> {
    let code = code_of(text);
    let code = without_tests(&code);
    let mut found = Vec::new();
    for start in ["crate", "super", "self"] {
        let path = format!("{start}::");
        for (at, _) in code.match_indices(&path) {
            let before = &code[..at];
            let is_part = before.ends_with("::")
                || before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '$'));
            if !is_part {
                collect(&mut vec![start.to_owned()], &code[at + path.len()..], &mut found);
            }
        }
    }
    found
}

/// The module that a path in `module` leads to: as many of its parts as name modules.
pub fn resolved(
    module: &[String],
    path: &[String],
    is_module: impl Fn(&[String]) -> bool,
) -> Vec<String> {
    let mut name = if path.first().is_some_and(|first| first == "crate") {
        Vec::new()
    } else {
        module.to_vec()
    };
    for part in path {
        match &**part {
            "crate" | "self" => {}
            "super" => {
                name.pop();
            }
            part => {
                name.push(part.to_owned());
                if !is_module(&name) {
                    name.pop();
                    break;
                }
            }
        }
    }
    name
}

/// Adds the paths that begin with `path` and continue at the beginning of `text`.
fn collect(path: &mut Vec<String>, text: &str, found: &mut Vec<Vec<String>>) {
    let text = text.trim_start();
    if let Some(group) = text.strip_prefix('{') {
        for item in items(group) {
            collect(path, item, found);
        }
        return;
    }
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    if name.is_empty() {
        found.extend((text.starts_with('*')).then(|| path.clone()));
        return;
    }
    path.push(name.to_owned());
    match rest.strip_prefix("::") {
        Some(more) => collect(path, more, found),
        None => found.push(path.clone()),
    }
    path.pop();
}

/// The parts of `group` between commas, up to the brace that closes it.
fn items(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut items) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        let is_end = c == '}' && depth == 0;
        match c {
            '{' => depth += 1,
            '}' if !is_end => depth -= 1,
            _ => {}
        }
        if is_end || c == ',' && depth == 0 {
            items.push(&group[start..at]);
            start = at + 1;
        }
        if is_end {
            break;
        }
    }
    items
}

/// `text` without comments, and without the content of literals.
fn code_of(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            'r' if !code.ends_with(|c: char| c.is_alphanumeric() || c == '_') => {
                raw_text(rest).unwrap_or(0)
            }
            '"' => quoted(rest),
            '\'' => character(rest),
            _ => 0,
        };
        if length == 0 {
            code.push(first);
            rest = &rest[first.len_utf8()..];
        } else {
            code.push(' ');
            rest = &rest[length..];
        }
    }
    code
}

/// The length of `r"…"` or `r#"…"#`; none where it is something else.
fn raw_text(rest: &str) -> Option<usize> {
    let signs = rest[1..].chars().take_while(|c| *c == '#').count();
    rest[1 + signs..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(signs));
    let inner = &rest[2 + signs..];
    inner.find(&end).map(|at| 2 + signs + at + end.len())
}

/// The length of `"…"`.
fn quoted(rest: &str) -> usize {
    let mut is_escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// The length of `'x'` or `'\n'`; 0 for a lifetime.
fn character(rest: &str) -> usize {
    let mut signs = rest.char_indices().skip(1);
    match signs.next() {
        Some((_, '\\')) => {
            rest[2..].char_indices().skip(1).find(|(_, c)| *c == '\'').map_or(0, |(at, _)| at + 3)
        }
        Some(_) => signs.next().filter(|(_, c)| *c == '\'').map_or(0, |(at, _)| at + 1),
        None => 0,
    }
}

/// `code` without the tests at its end.
fn without_tests(code: &str) -> &str {
    let tests = code.match_indices("#[cfg(").find(|(at, _)| {
        let Some((condition, item)) = code[*at..].split_once(']') else { return false };
        let is_module = item.trim_start().strip_prefix("mod ").is_some_and(|module| {
            module
                .trim_start_matches(|c: char| c.is_alphanumeric() || c == '_')
                .trim_start()
                .starts_with('{')
        });
        is_module
            && (condition.starts_with("#[cfg(test") || condition.starts_with("#[cfg(all(test"))
    });
    tests.map_or(code, |(at, _)| &code[..at])
}

#[test]
fn paths_are_read_in_groups_and_in_code_and_not_in_comments() {
    let text = "use crate::{a::{self, B}, c::*, d as e};\n// crate::f\nfn g() -> super::H { x(\"crate::i\", '\"', crate::j::k()) }\n\
        #[cfg(test)]\nmod tests { use crate::l; }";
    let mut found: Vec<String> = of(text).into_iter().map(|path| path.join("::")).collect();
    found.sort();
    assert_eq!(
        found,
        ["crate::a::B", "crate::a::self", "crate::c", "crate::d", "crate::j::k", "super::H"]
    );
}
