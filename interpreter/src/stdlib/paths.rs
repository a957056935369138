//! `pathlib`'s pure Posix paths, as they come in as values: what they are made of, and what is made of them. None touches a file.
//! A record is the name of the class and the text. A Windows path is carried only.

use crate::value::{Type, Value};
use crate::vm::native::{getter, method};
use crate::vm::{Answer, Args, Native, Raised, Vm};

pub(crate) const METHODS: &[Native] = &[
    method("__eq__", eq),
    method("__fspath__", |vm, args| text_value(vm, args.this)),
    method("__ge__", |vm, args| {
        order(vm, args, |mine, other| mine >= other)
    }),
    method("__gt__", |vm, args| {
        order(vm, args, |mine, other| mine > other)
    }),
    method("__hash__", hash),
    method("__le__", |vm, args| {
        order(vm, args, |mine, other| mine <= other)
    }),
    method("__lt__", |vm, args| {
        order(vm, args, |mine, other| mine < other)
    }),
    method("__repr__", repr),
    method("__str__", |vm, args| text_value(vm, args.this)),
    method("__truediv__", divide),
    method("as_posix", |vm, args| text_value(vm, args.this)),
    method("is_absolute", |vm, args| {
        Ok(Value::Bool(text(vm, args.this)?.starts_with('/')))
    }),
    method("joinpath", join_all),
    getter("name", |vm, args| {
        let text = text(vm, args.this)?;
        Ok(vm.heap.new_str(name(&text)))
    }),
    getter("parent", |vm, args| {
        let text = text(vm, args.this)?;
        made(vm, args.this, parent(&text))
    }),
    getter("parts", |vm, args| {
        let text = text(vm, args.this)?;
        let parts: Vec<Value> = parts(&text)
            .into_iter()
            .map(|part| vm.heap.new_str(part))
            .collect();
        Ok(vm.heap.new_tuple(parts))
    }),
    getter("stem", |vm, args| {
        let text = text(vm, args.this)?;
        Ok(vm.heap.new_str(split(name(&text)).0))
    }),
    getter("suffix", |vm, args| {
        let text = text(vm, args.this)?;
        Ok(vm.heap.new_str(split(name(&text)).1))
    }),
];

fn text(vm: &mut Vm, path: Value) -> Result<String, Raised> {
    let fields = vm.heap.record(path).map(|record| record.fields.clone());
    let found = fields.and_then(|fields| {
        let class = vm.heap.str(*fields.first()?)?;
        let is_posix = !class.contains("Windows");
        is_posix.then(|| vm.heap.str(fields[1]).map(str::to_owned))?
    });
    found.ok_or_else(|| {
        let said = "a Windows path cannot be taken apart in a workflow; do it in an @action";
        vm.error(Type::NotImplementedError, said)
    })
}

fn text_value(vm: &mut Vm, path: Value) -> Answer {
    let text = text(vm, path)?;
    Ok(vm.heap.new_str(text))
}

/// Another path of the same class.
fn made(vm: &mut Vm, like: Value, text: String) -> Answer {
    let class = vm.type_of(like);
    let fields = vec![vm.heap.new_str(class.name()), vm.heap.new_str(text)];
    Ok(vm.heap.new_record(class, fields))
}

fn is_path(vm: &Vm, value: Value) -> bool {
    vm.is_instance(value, Type::PurePath)
}

/// Without empty and `.` parts; two slashes at the beginning, and no other number, stay.
fn normal(text: &str) -> String {
    let rest = text.trim_start_matches('/');
    let root = match text.len() - rest.len() {
        0 => "",
        2 => "//",
        _ => "/",
    };
    let parts: Vec<&str> = rest
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
        .collect();
    match format!("{root}{}", parts.join("/")) {
        empty if empty.is_empty() => ".".to_owned(),
        text => text,
    }
}

fn root(text: &str) -> &str {
    let rest = text.trim_start_matches('/');
    &text[..text.len() - rest.len()]
}

fn parts(text: &str) -> Vec<&str> {
    let root = root(text);
    let rest = text[root.len()..].split('/');
    let rest = rest.filter(|part| !part.is_empty() && *part != ".");
    Some(root)
        .filter(|root| !root.is_empty())
        .into_iter()
        .chain(rest)
        .collect()
}

fn name(text: &str) -> &str {
    match parts(text).last() {
        Some(last) if !last.starts_with('/') => last,
        _ => "",
    }
}

fn parent(text: &str) -> String {
    let root = root(text);
    let all = parts(text);
    let inner = all.len() - usize::from(!root.is_empty());
    if inner == 0 {
        return text.to_owned();
    }
    let kept = &all[usize::from(!root.is_empty())..all.len() - 1];
    normal(&format!("{root}{}", kept.join("/")))
}

/// `("archive.tar", ".gz")`.
fn split(name: &str) -> (&str, &str) {
    match name.rfind('.') {
        Some(dot) if dot > 0 && dot + 1 < name.len() => name.split_at(dot),
        _ => (name, ""),
    }
}

fn joined(vm: &mut Vm, before: &str, other: Value) -> Result<Option<String>, Raised> {
    let other = if is_path(vm, other) {
        text(vm, other)?
    } else if let Some(other) = vm.heap.str(other) {
        other.to_owned()
    } else {
        return Ok(None);
    };
    Ok(Some(if other.starts_with('/') {
        normal(&other)
    } else {
        normal(&format!("{before}/{other}"))
    }))
}

fn divide(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let before = text(vm, args.this)?;
    match joined(vm, &before, args.get(0))? {
        Some(text) => made(vm, args.this, text),
        None => Ok(Value::NotImplemented),
    }
}

fn join_all(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let mut whole = text(vm, args.this)?;
    for other in args.positional {
        whole = match joined(vm, &whole, *other)? {
            Some(text) => text,
            None => {
                let class = vm.type_name(*other);
                return Err(vm.type_error(format!(
                    "argument should be a str or an os.PathLike object where __fspath__ returns a str, not '{class}'"
                )));
            }
        };
    }
    made(vm, args.this, whole)
}

fn eq(vm: &mut Vm, args: &Args<'_>) -> Answer {
    if !is_path(vm, args.get(0)) {
        return Ok(Value::NotImplemented);
    }
    Ok(Value::Bool(text(vm, args.this)? == text(vm, args.get(0))?))
}

fn order(vm: &mut Vm, args: &Args<'_>, holds: fn(&[&str], &[&str]) -> bool) -> Answer {
    if !is_path(vm, args.get(0)) {
        return Ok(Value::NotImplemented);
    }
    let (mine, other) = (text(vm, args.this)?, text(vm, args.get(0))?);
    Ok(Value::Bool(holds(&parts(&mine), &parts(&other))))
}

fn hash(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let text = text_value(vm, args.this)?;
    vm.hash(text).map(Value::Int)
}

fn repr(vm: &mut Vm, args: &Args<'_>) -> Answer {
    let text = text_value(vm, args.this)?;
    let (class, shown) = (vm.type_of(args.this).name(), vm.repr(text)?);
    Ok(vm.heap.new_str(format!("{class}({shown})")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_taken_apart_as_pathlib_does() {
        for (given, normalised) in [
            ("a//b/./c/", "a/b/c"),
            ("", "."),
            ("//a", "//a"),
            ("///a", "/a"),
            ("/", "/"),
            (".", "."),
        ] {
            assert_eq!(normal(given), normalised);
        }
        for (given, before, last) in [
            ("/a/b", "/a", "b"),
            ("/a", "/", "a"),
            ("/", "/", ""),
            ("a", ".", "a"),
            (".", ".", ""),
            ("a/..", "a", ".."),
        ] {
            assert_eq!((parent(given).as_str(), name(given)), (before, last));
        }
        for (given, stem, suffix) in [
            ("a.tar.gz", "a.tar", ".gz"),
            (".rc", ".rc", ""),
            ("a.", "a.", ""),
            ("a", "a", ""),
        ] {
            assert_eq!(split(given), (stem, suffix));
        }
        assert_eq!(parts("/a/b"), ["/", "a", "b"]);
    }
}
