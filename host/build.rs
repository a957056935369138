//! Builds the guest, for `engine` to embed.
//!
//! Two toolchains can: the one that builds the host, if rustup gave it the wasm target; else Debian's `cargo-web`, which
//! builds the standard library from source.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const TARGET: &str = "wasm32-unknown-unknown";
/// The linkers that Debian has packaged beside `rustc-web`, newest first.
const LINKERS: [&str; 3] = ["wasm-ld-19", "wasm-ld-16", "wasm-ld"];

fn main() {
    let root = root();
    for watched in [
        "Cargo.toml",
        "Cargo.lock",
        "interpreter/Cargo.toml",
        "interpreter/src",
        "guest/Cargo.toml",
        "guest/src",
    ] {
        println!("cargo::rerun-if-changed={}", root.join(watched).display());
    }
    // A folder of its own: the outer cargo holds the lock of its.
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR")).join("guest");
    let profile = if env::var("PROFILE").is_ok_and(|name| name == "release") {
        "guest"
    } else {
        "guest-dev"
    };
    match build(&root, &folder, profile) {
        Ok(()) => {
            let module = folder
                .join(TARGET)
                .join(profile)
                .join("carabiner_guest.wasm");
            println!("cargo::rustc-env=CARABINER_GUEST={}", module.display());
        }
        Err(message) => {
            for line in message.lines() {
                println!("cargo::error={line}");
            }
        }
    }
}

fn root() -> PathBuf {
    let manifest =
        PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    manifest
        .parent()
        .expect("the package is a folder of the workspace")
        .to_owned()
}

fn build(root: &Path, folder: &Path, profile: &str) -> Result<(), String> {
    let mut command = rustup_cargo().or_else(debian_cargo).ok_or(MISSING)?;
    command
        .current_dir(root)
        .args([
            "build",
            "--package",
            "carabiner-guest",
            "--locked",
            "--target",
            TARGET,
            "--profile",
            profile,
        ])
        .arg("--target-dir")
        .arg(folder)
        .env("CARGO_ENCODED_RUSTFLAGS", flags(root))
        // Standard output is where cargo reads this script's instructions.
        .stdout(Stdio::null());
    let status = command
        .status()
        .map_err(|error| format!("cargo did not start to build the guest: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!(
            "the guest did not build (`{TARGET}`, {status}); its output is above"
        ))
    }
}

const MISSING: &str = "nothing here can build the guest: the toolchain has no standard library for wasm32-unknown-unknown\n\
    run `rustup target add wasm32-unknown-unknown`\n\
    or, where rustup cannot download, `apt-get install rustc-web cargo-web rust-web-src lld-19` (Debian 12)";

/// The cargo that runs this script, if its compiler has the target.
fn rustup_cargo() -> Option<Command> {
    let compiler = env::var_os("RUSTC")?;
    let library = printed(&compiler, &["--print", "target-libdir", "--target", TARGET])?;
    has_std(Path::new(&library)).then(|| {
        let mut command = clean(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.env("RUSTC", compiler);
        command
    })
}

fn has_std(library: &Path) -> bool {
    let Ok(entries) = library.read_dir() else {
        return false;
    };
    entries
        .flatten()
        .any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
}

/// Debian's cargo, told to build the standard library too.
fn debian_cargo() -> Option<Command> {
    let (cargo, compiler) = (Path::new("/usr/bin/cargo"), Path::new("/usr/bin/rustc"));
    let sysroot = cargo
        .exists()
        .then(|| printed(compiler, &["--print", "sysroot"]))
        .flatten()?;
    let sources = Path::new(&sysroot).join("lib/rustlib/src/rust/library/std");
    let linker = LINKERS.into_iter().find(|linker| runs(linker))?;
    sources.exists().then(|| {
        let mut command = clean(cargo);
        command
            .env("RUSTC", compiler)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
            .arg("-Zbuild-std=std,panic_abort");
        command
    })
}

fn runs(program: &str) -> bool {
    let status = Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}

/// What a compiler prints, if it runs.
fn printed(compiler: impl AsRef<OsStr>, arguments: &[&str]) -> Option<String> {
    let output = Command::new(compiler).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

/// A command that sees nothing of the outer build's flags, wrappers and folders: the guest's bytes name it, so they may
/// depend on the sources and the toolchain alone.
fn clean(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        if leaks(&name.to_string_lossy()) {
            command.env_remove(name);
        }
    }
    command
}

fn leaks(name: &str) -> bool {
    const KEPT: [&str; 4] = [
        "CARGO_HOME",
        "CARGO_MAKEFLAGS",
        "CARGO_TERM_COLOR",
        "RUSTUP_TOOLCHAIN",
    ];
    const KEPT_GROUPS: [&str; 4] = [
        "CARGO_NET_",
        "CARGO_HTTP_",
        "CARGO_REGISTRIES_",
        "CARGO_SOURCE_",
    ];
    let ours =
        name.starts_with("CARGO_") || name.starts_with("RUSTC") || name.starts_with("RUSTDOC");
    let build = matches!(
        name,
        "RUSTFLAGS"
            | "TARGET"
            | "HOST"
            | "PROFILE"
            | "OPT_LEVEL"
            | "DEBUG"
            | "LD_LIBRARY_PATH"
            | "__CARGO_FIX_PLZ"
    );
    (ours || build)
        && !KEPT.contains(&name)
        && !KEPT_GROUPS.iter().any(|group| name.starts_with(group))
}

/// wasmtime has these features everywhere; the paths of this machine stay out of the module.
fn flags(root: &Path) -> String {
    let home = env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")));
    let mut flags = vec!["-Ctarget-feature=+simd128,+bulk-memory".to_owned()];
    flags.push(format!("--remap-path-prefix={}=carabiner", root.display()));
    flags.extend(home.map(|home| format!("--remap-path-prefix={}=cargo", home.display())));
    flags.join("\x1f")
}
