//! The shape of the host's source: modules import only those before them, and only `store/` speaks SQL.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use std::fs;
use std::path::{Path, PathBuf};

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The modules of lib.rs, in reading order.
fn modules() -> Vec<String> {
    let lib = fs::read_to_string(source().join("lib.rs")).unwrap();
    let names = lib.lines().filter_map(|line| {
        line.trim()
            .trim_start_matches("pub ")
            .strip_prefix("mod ")?
            .strip_suffix(';')
    });
    names.map(str::to_owned).collect()
}

/// Every file of a module, with what is not a comment of it and not below its tests.
fn files(module: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    collect(&source().join(format!("{module}.rs")), &mut found);
    collect(&source().join(module), &mut found);
    assert!(
        !found.is_empty(),
        "lib.rs names {module}, which has no file"
    );
    found
}

fn collect(path: &Path, found: &mut Vec<(PathBuf, String)>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            collect(&entry.unwrap().path(), found);
        }
    } else if path.extension().is_some_and(|extension| extension == "rs") && path.exists() {
        let text = fs::read_to_string(path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let lines: Vec<&str> = code
            .lines()
            .map(|line| line.split("//").next().unwrap_or_default())
            .collect();
        found.push((path.to_owned(), lines.join("\n")));
    }
}

/// The host's modules that a text imports by `crate::`.
fn imports(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for rest in code.split("crate::").skip(1) {
        // Either one path, or a group of them.
        let group = rest
            .strip_prefix('{')
            .and_then(|group| group.split("};").next());
        let paths = group.map_or_else(|| vec![rest], |group| top_level(group));
        names.extend(paths.into_iter().map(|path| {
            path.trim()
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect()
        }));
    }
    names
}

/// Splits at the commas that stand in no inner group.
fn top_level(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0_i32, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&group[start..]);
    parts
}

#[test]
fn imports_are_read_from_paths_and_from_groups() {
    assert_eq!(
        imports("use crate::store::Store; crate::model::Start"),
        ["store", "model"]
    );
    assert_eq!(
        imports("use crate::{store::{self, Row}, model};"),
        ["store", "model"]
    );
}

#[test]
fn modules_import_only_those_before_them() {
    let order = modules();
    assert!(order.len() >= 3, "{order:?}");
    let mut back = Vec::new();
    for (place, module) in order.iter().enumerate() {
        for (path, code) in files(module) {
            let later = imports(&code)
                .into_iter()
                .filter(|name| order[place + 1..].contains(name));
            back.extend(later.map(|name| {
                format!(
                    "{} imports {name}, which comes after {module} in lib.rs",
                    path.display()
                )
            }));
        }
    }
    assert!(back.is_empty(), "{}", back.join("\n"));
}

/// What only a statement says.
const SQL: &[&str] = &[
    "SELECT ",
    "INSERT INTO ",
    "DELETE FROM ",
    "UPDATE carabiner",
    "CREATE TABLE ",
    "sqlx::query",
    "FOR UPDATE",
    "pg_notify",
];

#[test]
fn only_the_store_contains_sql() {
    // The embedded Postgres makes its own database before there is a store.
    let elsewhere = modules()
        .into_iter()
        .filter(|module| module != "store" && module != "postgres");
    let mut strays = Vec::new();
    for (path, code) in elsewhere.flat_map(|module| files(&module)) {
        let said = SQL.iter().filter(|word| code.contains(**word));
        strays.extend(said.map(|word| format!("{} says {word:?}", path.display())));
    }
    assert!(strays.is_empty(), "{}", strays.join("\n"));
}
