//! Where a setting is looked for: the environment, then a `.env` file.

use std::collections::HashMap;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::ConfigError;

/// The environment over a `.env` file. An empty value stands for "the default", so that `NAME= program` undoes the file.
#[derive(Clone, Debug, Default)]
pub struct Layers {
    environment: HashMap<String, String>,
    file: Option<EnvFile>,
}

#[derive(Clone, Debug)]
struct EnvFile {
    path: PathBuf,
    values: HashMap<String, String>,
}

/// Set in the environment of a process whose parent has settled every setting already.
pub(crate) const NO_ENV_FILE: &str = "CARABINER_IGNORE_ENV_FILE";

impl Layers {
    /// This process's environment, and the `.env` file of its working folder or the nearest folder above.
    pub fn of_process() -> Result<Self, ConfigError> {
        let environment: HashMap<_, _> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        let folder = std::env::current_dir()
            .ok()
            .filter(|_| !environment.contains_key(NO_ENV_FILE));
        Self::new(environment, folder.as_deref())
    }

    /// A given environment, and the `.env` file of `folder` or the nearest folder above.
    pub fn new(
        environment: HashMap<String, String>,
        folder: Option<&Path>,
    ) -> Result<Self, ConfigError> {
        let path = folder.and_then(|folder| {
            folder
                .ancestors()
                .map(|each| each.join(".env"))
                .find(|path| path.is_file())
        });
        let file = path.map(EnvFile::read).transpose()?;
        Ok(Self { environment, file })
    }

    /// The value of a setting; None where it is unset or empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.lookup(name).filter(|value| !value.is_empty())
    }

    /// A setting without a default.
    pub(super) fn optional<T>(
        &self,
        name: &'static str,
        expected: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, ConfigError> {
        let Some(text) = self.get(name) else {
            return Ok(None);
        };
        match parse(text.trim()) {
            Some(value) => Ok(Some(value)),
            None => Err(self.malformed(name, text, expected.to_owned())),
        }
    }

    /// A whole number within limits.
    pub(super) fn number<T>(
        &self,
        name: &'static str,
        default: T,
        range: RangeInclusive<T>,
    ) -> Result<T, ConfigError>
    where
        T: FromStr + PartialOrd + Display + Copy,
    {
        let expected = format!("a whole number from {} to {}", range.start(), range.end());
        let parse = |text: &str| text.parse().ok().filter(|number| range.contains(number));
        Ok(self.optional(name, &expected, parse)?.unwrap_or(default))
    }

    fn lookup(&self, name: &str) -> Option<&str> {
        let in_file = || self.file.as_ref().and_then(|file| file.values.get(name));
        self.environment
            .get(name)
            .or_else(in_file)
            .map(String::as_str)
    }

    fn malformed(&self, name: &'static str, value: &str, expected: String) -> ConfigError {
        let origin = match &self.file {
            Some(file) if !self.environment.contains_key(name) => {
                format!(" (from {})", file.path.display())
            }
            _ => String::new(),
        };
        let value = match name {
            "CARABINER_API_TOKEN" => "(not shown)".to_owned(),
            _ => without_password(value),
        };
        ConfigError::Malformed {
            name,
            value,
            origin,
            expected,
        }
    }
}

impl EnvFile {
    fn read(path: PathBuf) -> Result<Self, ConfigError> {
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) => {
                return Err(ConfigError::EnvFile {
                    path,
                    reason: error.to_string(),
                });
            }
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let mut values = HashMap::new();
        for item in dotenvy::from_read_iter(text.as_bytes()) {
            match item {
                Ok((name, value)) => drop(values.insert(name, value)),
                // The file belongs to the whole project: a line that is none of ours may be written for a laxer reader.
                Err(error) if is_foreign(&error) => {}
                Err(error) => {
                    return Err(ConfigError::EnvFile {
                        path,
                        reason: error.to_string(),
                    });
                }
            }
        }
        Ok(Self { path, values })
    }
}

fn is_foreign(error: &dotenvy::Error) -> bool {
    match error {
        dotenvy::Error::LineParse(line, _) => {
            !line.contains("CARABINER_") && !line.contains("DATABASE_URL")
        }
        _ => false,
    }
}

/// `scheme://user:***@host`: an error message ends up in logs.
fn without_password(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else {
        return text.to_owned();
    };
    let Some((credentials, host)) = rest.rsplit_once('@') else {
        return text.to_owned();
    };
    let user = credentials.split(':').next().unwrap_or_default();
    format!("{scheme}://{user}:***@{host}")
}
