//! Settings: where they come from, and what is said of one that does not parse.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashMap;
use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use carabiner_host::config::{Config, ConfigError, Layers, LogFormat};

fn layers(variables: &[(&str, &str)], folder: Option<&Path>) -> Result<Layers, ConfigError> {
    let home = ("HOME".to_owned(), "/home/ada".to_owned());
    let own = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Layers::new(HashMap::from_iter([home].into_iter().chain(own)), folder)
}

fn config(variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
    Config::from_layers(&layers(variables, None)?)
}

fn addr(text: &str) -> SocketAddr {
    text.parse().unwrap()
}

#[test]
fn defaults_are_those_of_the_documentation() {
    let config = config(&[]).unwrap();
    assert_eq!(config.database_url, None);
    assert_eq!(config.http_addr, addr("127.0.0.1:24117"));
    assert_eq!(config.grpc_addr, None);
    assert_eq!(config.poll_interval, Duration::from_millis(100));
    assert_eq!(config.batch_size, 100);
    assert_eq!(config.worker_slots, 64);
    assert_eq!(config.payload_limit, 16 * 1024 * 1024);
    assert_eq!(config.shutdown_grace, Duration::from_secs(10));
    assert_eq!(config.retention_days, 30);
    assert_eq!(config.log_format, LogFormat::Human);
    assert_eq!(
        config.data_dir,
        Path::new("/home/ada/.local/share/carabiner")
    );
    assert_eq!(config.python, Path::new("python3"));
    assert!(config.worker_count >= 1);
    assert!(config.user_modules.is_empty());
}

#[test]
fn the_environment_wins_over_the_file_and_the_file_over_the_default() {
    let folder = tempfile::tempdir().unwrap();
    let below = folder.path().join("a/b");
    fs::create_dir_all(&below).unwrap();
    fs::write(
        folder.path().join(".env"),
        "\u{feff}CARABINER_BATCH_SIZE=7\nCARABINER_POLL_INTERVAL_MS=20 # often\n",
    )
    .unwrap();
    let layers = layers(&[("CARABINER_BATCH_SIZE", "8")], Some(&below)).unwrap();
    let config = Config::from_layers(&layers).unwrap();
    assert_eq!(
        (config.batch_size, config.poll_interval),
        (8, Duration::from_millis(20))
    );
}

#[test]
fn an_empty_value_undoes_the_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join(".env"),
        "DATABASE_URL=postgres://localhost/app\n",
    )
    .unwrap();
    let layers = layers(&[("DATABASE_URL", "")], Some(folder.path())).unwrap();
    assert_eq!(Config::from_layers(&layers).unwrap().database_url, None);
}

#[test]
fn a_line_of_the_file_that_is_not_ours_may_be_anything() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(".env");
    fs::write(&file, "what is this\nCARABINER_BATCH_SIZE=7\n").unwrap();
    let config = Config::from_layers(&layers(&[], Some(folder.path())).unwrap()).unwrap();
    assert_eq!(config.batch_size, 7);
    fs::write(&file, "CARABINER_BATCH_SIZE 7\n").unwrap();
    let error = layers(&[], Some(folder.path())).unwrap_err().to_string();
    assert!(
        error.contains(".env") && error.contains("CARABINER_BATCH_SIZE 7"),
        "{error}"
    );
}

#[test]
fn what_does_not_parse_is_named_with_its_value_and_what_is_expected() {
    let cases = [
        (
            "CARABINER_WORKER_COUNT",
            "many",
            "a whole number from 1 to 1024",
        ),
        (
            "CARABINER_WORKER_COUNT",
            "0",
            "a whole number from 1 to 1024",
        ),
        (
            "CARABINER_POLL_INTERVAL_MS",
            "1.5",
            "a whole number from 1 to 60000",
        ),
        (
            "CARABINER_BATCH_SIZE",
            "-1",
            "a whole number from 1 to 10000",
        ),
        ("CARABINER_HTTP_ADDR", "24117", "IP:PORT"),
        ("CARABINER_GRPC_ADDR", "http://127.0.0.1:1", "IP:PORT"),
        ("CARABINER_LOG_FORMAT", "xml", "human or json"),
        ("CARABINER_USER_MODULE", "shop/actions.py", "module names"),
        ("DATABASE_URL", "mysql://localhost/app", "postgres://"),
    ];
    for (name, value, expected) in cases {
        let error = config(&[(name, value)]).unwrap_err().to_string();
        assert!(
            error.starts_with(&format!("{name} is {value:?}; expected ")),
            "{error}"
        );
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn a_bad_value_of_the_file_says_which_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(".env"), "CARABINER_BATCH_SIZE=some\n").unwrap();
    let error = Config::from_layers(&layers(&[], Some(folder.path())).unwrap())
        .unwrap_err()
        .to_string();
    assert!(
        error.contains(&format!("(from {})", folder.path().join(".env").display())),
        "{error}"
    );
}

#[test]
fn no_error_shows_a_password_or_token() {
    let error = config(&[("DATABASE_URL", "mysql://ada:hunter2@localhost/app")])
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("mysql://ada:***@localhost/app") && !error.contains("hunter2"),
        "{error}"
    );
    let error = config(&[("CARABINER_API_TOKEN", "hunter 2")])
        .unwrap_err()
        .to_string();
    assert!(!error.contains("hunter"), "{error}");
}

#[test]
fn nothing_listens_beyond_loopback_without_a_token() {
    for (name, value) in [
        ("CARABINER_HTTP_ADDR", "0.0.0.0:80"),
        ("CARABINER_GRPC_ADDR", "192.168.0.7:81"),
    ] {
        let error = config(&[(name, value)])
            .unwrap()
            .check_listening()
            .unwrap_err()
            .to_string();
        assert!(
            error.contains(name) && error.contains("CARABINER_API_TOKEN"),
            "{error}"
        );
        config(&[(name, value), ("CARABINER_API_TOKEN", "secret")])
            .unwrap()
            .check_listening()
            .unwrap();
    }
    config(&[("CARABINER_HTTP_ADDR", "localhost:80")])
        .unwrap()
        .check_listening()
        .unwrap();
}

#[test]
fn settings_survive_being_handed_on_as_an_environment() {
    let given = [
        ("CARABINER_HTTP_ADDR", "127.0.0.2:81"),
        ("CARABINER_USER_MODULE", "shop.actions, shop.mail"),
        ("CARABINER_PAYLOAD_LIMIT", "2048"),
        ("CARABINER_LOG_FORMAT", "json"),
        ("DATABASE_URL", "postgres://localhost/app"),
        ("CARABINER_API_TOKEN", "secret"),
        ("CARABINER_PYTHON", "/opt/python"),
    ];
    let first = config(&given).unwrap();
    let handed: Vec<_> = first.to_environment();
    let handed: Vec<_> = handed
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let second = config(&handed).unwrap();
    assert_eq!(format!("{first:?}"), format!("{second:?}"));
    assert_eq!(second.user_modules, ["shop.actions", "shop.mail"]);
}
