//! The folder that holds all of the embedded Postgres: data, socket, password, log.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, chown};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::PostgresError;
use super::account::Account;

/// Where system services keep their state, and where every user can reach a folder of his own.
const SYSTEM_FOLDER: &str = "/var/lib/carabiner";

/// Owned by the user that Postgres runs as, closed to others.
#[derive(Clone, Debug)]
pub(super) struct Home {
    pub(super) folder: PathBuf,
    pub(super) account: Option<Account>,
}

impl Home {
    /// `DATA_DIR/postgres`, or, where root's data folder is closed to the user that Postgres runs as, a folder under
    /// `/var/lib/carabiner` named by the data folder. Opening a parent such as `/root` to that user would open it to all.
    pub(super) fn open(data_dir: &Path) -> Result<Self, PostgresError> {
        let account = Account::to_drop_to()?;
        let folder = match &account {
            Some(account) if !account.reaches(data_dir) => system_folder(data_dir),
            _ => data_dir.join("postgres"),
        };
        let home = Self { folder, account };
        home.create().map_err(|source| PostgresError::Folder {
            folder: home.folder.clone(),
            source,
        })?;
        Ok(home)
    }

    fn create(&self) -> io::Result<()> {
        if let Some(parent) = self.folder.parent() {
            DirBuilder::new()
                .recursive(true)
                .mode(0o755)
                .create(parent)?;
        }
        self.make_private_folder(&self.folder)
    }

    /// A folder for the user that Postgres runs as and for nobody else; one that is there must belong to that user.
    pub(super) fn make_private_folder(&self, folder: &Path) -> io::Result<()> {
        match DirBuilder::new().mode(0o700).create(folder) {
            Ok(()) => self.give(folder),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => self.check_owner(folder),
            Err(error) => Err(error),
        }
    }

    /// A secret that is made once and then stays.
    pub(super) fn secret(
        &self,
        name: &str,
        generate: impl FnOnce() -> io::Result<String>,
    ) -> io::Result<String> {
        let path = self.folder.join(name);
        match fs::read_to_string(&path) {
            Ok(text) if !text.is_empty() => return Ok(text),
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let secret = generate()?;
        let fresh = self.folder.join(format!("{name}.new"));
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&fresh)?;
        file.write_all(secret.as_bytes())?;
        file.sync_all()?;
        self.give(&fresh)?;
        fs::rename(&fresh, &path)?;
        self.sync()?;
        Ok(secret)
    }

    /// Makes renames within the folder last.
    pub(super) fn sync(&self) -> io::Result<()> {
        File::open(&self.folder)?.sync_all()
    }

    fn give(&self, path: &Path) -> io::Result<()> {
        match &self.account {
            Some(account) => chown(path, Some(account.uid), Some(account.gid)),
            None => Ok(()),
        }
    }

    fn check_owner(&self, folder: &Path) -> io::Result<()> {
        let expected = self.account.as_ref().map_or_else(
            || rustix::process::geteuid().as_raw(),
            |account| account.uid,
        );
        let metadata = fs::metadata(folder)?;
        if metadata.is_dir() && metadata.uid() == expected {
            return Ok(());
        }
        let reason = format!("{} is not a folder of user {expected}", folder.display());
        Err(io::Error::new(io::ErrorKind::PermissionDenied, reason))
    }
}

fn system_folder(data_dir: &Path) -> PathBuf {
    let digest = Sha256::digest(data_dir.as_os_str().as_encoded_bytes());
    let name: String = digest
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Path::new(SYSTEM_FOLDER).join(name)
}

/// 128 bits from the kernel, in hexadecimal: nothing in it needs quoting in a URL.
pub(super) fn random_password() -> io::Result<String> {
    let mut bytes = [0u8; 16];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
