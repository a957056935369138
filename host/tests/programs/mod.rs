//! Running the programs as processes, each test in a data folder and on ports of its own.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// A data folder; dropping it ends the instance that owns it.
pub(crate) struct Data {
    folder: TempDir,
}

impl Data {
    pub(crate) fn new() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("carabiner-test")
            .tempdir()
            .unwrap();
        // Where tests run as root, Postgres runs as another user, who must get here.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        Self { folder }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// One of the binaries, on this folder, on any free port, and with nothing of the tester's own settings.
    pub(crate) fn program(&self, binary: &str) -> Command {
        let mut command = Command::new(binary);
        for (name, _) in std::env::vars_os() {
            let is_ours =
                name.to_string_lossy().starts_with("CARABINER_") || name == "DATABASE_URL";
            if is_ours && name != "CARABINER_POSTGRES_BIN" {
                command.env_remove(name);
            }
        }
        command
            .env("CARABINER_DATA_DIR", self.path())
            .env("CARABINER_HTTP_ADDR", "127.0.0.1:0");
        command.current_dir(self.folder.path()).stdin(Stdio::null());
        command
    }

    pub(crate) fn boot(&self) -> Command {
        self.program(env!("CARGO_BIN_EXE_boot-carabiner-singleton"))
    }

    pub(crate) fn host(&self, arguments: &[&str]) -> Command {
        let mut command = self.program(env!("CARGO_BIN_EXE_carabiner-host"));
        command.args(arguments);
        command
    }

    /// What the instance says of itself.
    pub(crate) fn state(&self) -> Option<Value> {
        serde_json::from_slice(&fs::read(self.path().join("singleton.json")).ok()?).ok()
    }

    pub(crate) fn state_pid(&self) -> Option<u32> {
        self.state()?["pid"].as_u64()?.try_into().ok()
    }

    pub(crate) fn postmaster(&self) -> Option<u32> {
        let text = fs::read_to_string(self.path().join("postgres/data/postmaster.pid")).ok()?;
        text.lines().next()?.trim().parse().ok()
    }

    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.path().join("singleton.log")).unwrap_or_default()
    }
}

impl Drop for Data {
    fn drop(&mut self) {
        let stopped = self.host(&["singleton", "--stop"]).output();
        // Its database is told of its end by the kernel and takes a moment.
        let begun = Instant::now();
        while self.postmaster().is_some_and(is_running) && begun.elapsed() < Duration::from_secs(20)
        {
            sleep(Duration::from_millis(10));
        }
        assert!(stopped.is_ok_and(|output| output.status.success()) || std::thread::panicking());
    }
}

/// A process that is killed when the test is over.
pub(crate) struct Running(pub(crate) Child);

impl Running {
    pub(crate) fn start(command: &mut Command) -> Self {
        Self(command.spawn().unwrap())
    }

    pub(crate) fn signal(&self, signal: rustix::process::Signal) {
        send(self.0.id(), signal);
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The port that a boot printed; it must print nothing else.
pub(crate) fn port(output: &Output) -> u16 {
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{out}{err}");
    let port = out.strip_suffix('\n').and_then(|line| line.parse().ok());
    port.unwrap_or_else(|| panic!("not a port alone: {out:?}; {err}"))
}

pub(crate) fn get(port: u16, path: &str) -> Option<(u16, Value)> {
    get_with(port, path, "")
}

/// Status and body of one request; `headers` are whole lines.
pub(crate) fn get_with(port: u16, path: &str, headers: &str) -> Option<(u16, Value)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .ok()?;
    let host = if headers.contains("Host:") {
        ""
    } else {
        "Host: localhost\r\n"
    };
    write!(stream, "GET {path} HTTP/1.0\r\n{host}{headers}\r\n").ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some((
        status,
        serde_json::from_str(body).unwrap_or_else(|_| Value::String(body.to_owned())),
    ))
}

pub(crate) fn is_healthy(port: u16) -> bool {
    get(port, "/healthz").is_some_and(|(status, _)| status == 200)
}

/// Waits for a condition that another process brings about.
pub(crate) fn until(what: &str, mut condition: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !condition() {
        assert!(
            begun.elapsed() < Duration::from_secs(90),
            "still not: {what}"
        );
        sleep(Duration::from_millis(10));
    }
}

pub(crate) fn kill(pid: u32) {
    send(pid, rustix::process::Signal::KILL);
}

fn send(pid: u32, signal: rustix::process::Signal) {
    let pid = rustix::process::Pid::from_raw(pid.try_into().unwrap()).unwrap();
    rustix::process::kill_process(pid, signal).unwrap();
}

/// A zombie has ended: nothing of it runs.
pub(crate) fn is_running(pid: u32) -> bool {
    let stat = fs::read_to_string(Path::new("/proc").join(pid.to_string()).join("stat"))
        .unwrap_or_default();
    stat.rsplit_once(") ")
        .is_some_and(|(_, rest)| !rest.starts_with(['Z', 'X']))
}
