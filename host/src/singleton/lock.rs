//! Locks that the kernel releases when their holder dies, however it dies.

use std::fs::{self, DirBuilder, File, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::time::{Duration, Instant};

/// A locked file, for as long as this lives.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// Held for life by the process that owns the data folder and its database.
pub(super) const OWNER: &str = "owner.lock";
/// Held by whoever looks whether there is an owner and starts one, so that twenty at once start one.
pub(super) const BOOT: &str = "boot.lock";

const POLL: Duration = Duration::from_millis(20);

impl Lock {
    /// None where another process holds it.
    pub(super) fn try_take(data_dir: &Path, name: &str) -> io::Result<Option<Self>> {
        create_data_dir(data_dir)?;
        let mut file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(data_dir.join(name))?;
        match file.try_lock() {
            Ok(()) => {
                file.set_len(0)?;
                write!(file, "{}", std::process::id())?;
                Ok(Some(Self { _file: file }))
            }
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// None where another process holds it all the while.
    pub(super) async fn take(
        data_dir: &Path,
        name: &str,
        patience: Duration,
    ) -> io::Result<Option<Self>> {
        let deadline = Instant::now() + patience;
        loop {
            match Self::try_take(data_dir, name)? {
                None if Instant::now() < deadline => tokio::time::sleep(POLL).await,
                settled => return Ok(settled),
            }
        }
    }

    /// The process that took it last.
    pub(super) fn holder(data_dir: &Path, name: &str) -> Option<i32> {
        fs::read_to_string(data_dir.join(name))
            .ok()?
            .trim()
            .parse()
            .ok()
    }
}

/// Closed to others; as root open to pass through, because the embedded Postgres runs as another user.
fn create_data_dir(data_dir: &Path) -> io::Result<()> {
    let mode = if rustix::process::geteuid().is_root() {
        0o711
    } else {
        0o700
    };
    DirBuilder::new()
        .recursive(true)
        .mode(mode)
        .create(data_dir)
}
