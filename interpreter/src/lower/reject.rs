//! Every "not supported": what is wrong and what to write instead.

/// Builtins of Python that a workflow cannot use.
pub(super) fn builtin(name: &str) -> Option<(String, String)> {
    let advice = match name {
        "open" | "input" => {
            "move it into an @action: a workflow itself has no files and no terminal"
        }
        "exec" | "eval" | "compile" | "__import__" => {
            "write the code out, or move it into an @action"
        }
        "globals" | "locals" => "name the variables that you need",
        "breakpoint" | "help" | "quit" | "exit" | "copyright" | "credits" | "license" => {
            "leave it out of workflows"
        }
        "__file__" | "__spec__" | "__loader__" | "__package__" | "__builtins__" | "__path__"
        | "__doc__" => "pass the value to the workflow as an argument",
        _ if BUILTINS.contains(&name) => "use another builtin, or move it into an @action",
        _ => return None,
    };
    Some((
        format!("`{name}` is not available in a workflow"),
        advice.to_owned(),
    ))
}

/// Builtins that the machine may lack; those that it has never get here.
const BUILTINS: &[&str] = &[
    "abs",
    "aiter",
    "all",
    "anext",
    "any",
    "ascii",
    "bin",
    "bool",
    "bytearray",
    "bytes",
    "callable",
    "chr",
    "classmethod",
    "complex",
    "delattr",
    "dict",
    "dir",
    "divmod",
    "enumerate",
    "filter",
    "float",
    "format",
    "frozenset",
    "getattr",
    "hasattr",
    "hash",
    "hex",
    "id",
    "int",
    "isinstance",
    "issubclass",
    "iter",
    "len",
    "list",
    "map",
    "max",
    "memoryview",
    "min",
    "next",
    "object",
    "oct",
    "ord",
    "pow",
    "print",
    "property",
    "range",
    "repr",
    "reversed",
    "round",
    "set",
    "setattr",
    "slice",
    "sorted",
    "staticmethod",
    "str",
    "sum",
    "super",
    "tuple",
    "type",
    "vars",
    "zip",
    "NotImplemented",
];

/// Advice for a member of the standard library that the machine does not provide.
pub(super) fn stdlib(path: &str) -> (String, String) {
    let top = path.split('.').next().unwrap_or(path);
    let advice = match top {
        "threading" | "multiprocessing" | "concurrent" | "subprocess" | "queue" | "signal" => {
            "use asyncio.gather or asyncio.create_task, or move it into an @action"
        }
        "weakref" | "gc" => {
            "hold the object itself: a workflow's objects live as long as something names them"
        }
        "secrets" => "use random or uuid, which are recorded, or make secrets in an @action",
        "time" => "use asyncio.sleep, which is durable, and time.time() for the time",
        "pickle" | "shelve" | "marshal" => {
            "use json, or copy.deepcopy; values that actions take and return need neither"
        }
        "os" | "sys" | "pathlib" | "shutil" | "tempfile" | "glob" | "io" | "socket" | "http"
        | "urllib" | "ssl" | "sqlite3" => {
            "move it into an @action: a workflow itself touches nothing outside"
        }
        "asyncio" => {
            "use gather, create_task, TaskGroup, wait_for, sleep, Queue or Semaphore, or move it into an @action"
        }
        _ => "move it into an @action, or into the caller and pass its result",
    };
    (
        format!("`{path}` is not available in a workflow"),
        advice.to_owned(),
    )
}
