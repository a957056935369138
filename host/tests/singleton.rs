//! The shared local instance as processes: found, started once, recovered after every kind of kill.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod programs;

use std::net::TcpListener;
use std::process::{Output, Stdio};
use std::time::{Duration, Instant};

use programs::{Data, Running, get, is_healthy, is_running, kill, port, until};

fn boot(data: &Data) -> u16 {
    port(&data.boot().output().unwrap())
}

fn message(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn ten_boots_at_once_give_one_server() {
    let data = Data::new();
    let boots: Vec<_> = (0..10)
        .map(|_| {
            data.boot()
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    let mut ports: Vec<u16> = boots
        .into_iter()
        .map(|boot| port(&boot.wait_with_output().unwrap()))
        .collect();
    ports.dedup();
    assert_eq!(ports.len(), 1, "{ports:?}");
    assert!(is_healthy(ports[0]));
    assert_eq!(
        data.log().matches("serving on").count(),
        1,
        "{}",
        data.log()
    );
}

#[test]
fn a_boot_finds_the_instance_that_runs() {
    let data = Data::new();
    let first = boot(&data);
    let pid = data.state_pid();
    assert_eq!(boot(&data), first);
    assert_eq!(data.state_pid(), pid);
}

#[test]
fn a_stop_ends_the_server_and_its_database() {
    let data = Data::new();
    let port = boot(&data);
    let (server, database) = (data.state_pid().unwrap(), data.postmaster().unwrap());
    assert!(
        data.host(&["singleton", "--stop"])
            .status()
            .unwrap()
            .success()
    );
    assert!(!is_running(server) && !is_running(database));
    assert_eq!(get(port, "/healthz"), None);
    assert_eq!(data.state(), None);
    // What was there is there again.
    boot(&data);
}

#[test]
fn a_killed_database_is_restarted() {
    let data = Data::new();
    let port = boot(&data);
    let first = data.postmaster().unwrap();
    kill(first);
    until("another postmaster", || {
        data.postmaster().is_some_and(|pid| pid != first)
    });
    until("the database answers again", || is_healthy(port));
}

#[test]
fn after_a_killed_server_the_next_boot_recovers() {
    let data = Data::new();
    boot(&data);
    let (server, database) = (data.state_pid().unwrap(), data.postmaster().unwrap());
    kill(server);
    let port = boot(&data);
    assert!(is_healthy(port));
    assert!(!is_running(server) && !is_running(database));
    assert_ne!(data.state_pid().unwrap(), server);
}

#[test]
fn after_a_kill_of_everything_the_next_boot_recovers() {
    let data = Data::new();
    boot(&data);
    kill(data.postmaster().unwrap());
    kill(data.state_pid().unwrap());
    assert!(is_healthy(boot(&data)));
}

#[test]
fn a_lock_file_of_another_programs_number_is_no_obstacle() {
    let data = Data::new();
    boot(&data);
    assert!(
        data.host(&["singleton", "--stop"])
            .status()
            .unwrap()
            .success()
    );
    // As after a reboot: the number that the file names is now a process which is no Postgres.
    let file = data.path().join("postgres/data/postmaster.pid");
    std::fs::write(&file, format!("{}\n/elsewhere\n", std::process::id())).unwrap();
    assert!(is_healthy(boot(&data)));
}

#[test]
fn a_port_held_by_another_program_is_named() {
    let data = Data::new();
    let holder = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = holder.local_addr().unwrap();
    let output = data
        .boot()
        .env("CARABINER_HTTP_ADDR", addr.to_string())
        .output()
        .unwrap();
    assert!(!output.status.success() && output.stdout.is_empty());
    let message = message(&output);
    for part in [
        addr.to_string().as_str(),
        "another program",
        "CARABINER_HTTP_ADDR",
    ] {
        assert!(message.contains(part), "{message}");
    }
    assert_eq!(
        data.postmaster(),
        None,
        "a database was started for nothing"
    );
}

#[test]
fn a_port_held_by_another_folders_instance_is_named() {
    let (one, other) = (Data::new(), Data::new());
    let port = boot(&one);
    let output = other
        .boot()
        .env("CARABINER_HTTP_ADDR", format!("127.0.0.1:{port}"))
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert!(
        message(&output).contains("another carabiner server"),
        "{}",
        message(&output)
    );
}

#[test]
fn a_server_without_a_database_is_the_instance_and_a_second_one_says_so() {
    let data = Data::new();
    let mut command = data.program(env!("CARGO_BIN_EXE_carabiner-server"));
    let mut server = Running::start(command.stderr(Stdio::null()));
    until("the server announces itself", || data.state().is_some());
    let found = boot(&data);
    assert_eq!(data.state_pid(), Some(server.0.id()));
    let second = data
        .host(&["serve"])
        .env("CARABINER_HTTP_ADDR", format!("127.0.0.1:{found}"))
        .output()
        .unwrap();
    assert!(!second.status.success());
    assert!(
        message(&second).contains("already serves"),
        "{}",
        message(&second)
    );
    let database = data.postmaster().unwrap();
    server.signal(rustix::process::Signal::TERM);
    assert!(server.0.wait().unwrap().success());
    assert!(!is_running(database));
}

#[test]
fn an_unreachable_database_is_told_at_once_and_in_one_line() {
    let data = Data::new();
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let url = format!("postgres://ada:hunter2@{free}/app");
    for command in [&["serve"][..], &["workers"], &["singleton"]] {
        let begun = Instant::now();
        let output = data
            .host(command)
            .env("DATABASE_URL", &url)
            .env("RUST_LOG", "off")
            .output()
            .unwrap();
        assert!(
            begun.elapsed() < Duration::from_secs(5),
            "{command:?} took {:?}",
            begun.elapsed()
        );
        let message = message(&output);
        assert!(!output.status.success());
        assert_eq!(message.lines().count(), 1, "{message}");
        assert!(
            message.contains("connection refused") && message.contains("DATABASE_URL"),
            "{message}"
        );
        assert!(!message.contains("hunter2"), "{message}");
    }
}

#[test]
fn a_setting_that_does_not_parse_stops_every_program() {
    let data = Data::new();
    let binaries = [
        env!("CARGO_BIN_EXE_carabiner-server"),
        env!("CARGO_BIN_EXE_start_workers"),
        env!("CARGO_BIN_EXE_boot-carabiner-singleton"),
    ];
    for binary in binaries {
        let output = data
            .program(binary)
            .env("CARABINER_BATCH_SIZE", "lots")
            .output()
            .unwrap();
        assert!(!output.status.success() && output.stdout.is_empty());
        assert!(
            message(&output).contains("CARABINER_BATCH_SIZE is \"lots\"; expected"),
            "{}",
            message(&output)
        );
    }
}

#[test]
fn another_database_than_the_instances_is_refused() {
    let data = Data::new();
    boot(&data);
    let output = data
        .boot()
        .env("DATABASE_URL", "postgres://localhost/elsewhere")
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert!(
        message(&output).contains("another database than DATABASE_URL"),
        "{}",
        message(&output)
    );
}
