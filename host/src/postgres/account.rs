//! Whom the embedded Postgres runs as: it refuses to run as root.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::PostgresError;

/// An unprivileged user of the system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) uid: u32,
    pub(super) gid: u32,
}

impl Account {
    /// None: this process's own user. As root, a user with a passwd entry, which Postgres insists on.
    pub(super) fn to_drop_to() -> Result<Option<Self>, PostgresError> {
        if !rustix::process::geteuid().is_root() {
            return Ok(None);
        }
        let entries = fs::read_to_string("/etc/passwd").unwrap_or_default();
        let account = ["postgres", "nobody"]
            .iter()
            .find_map(|name| Self::in_passwd(&entries, name));
        account.map(Some).ok_or(PostgresError::NoAccount)
    }

    fn in_passwd(entries: &str, name: &str) -> Option<Self> {
        let entry = entries
            .lines()
            .find(|line| line.split(':').next() == Some(name))?;
        let mut fields = entry.split(':').skip(2);
        let uid = fields.next()?.parse().ok().filter(|uid| *uid != 0)?;
        let gid = fields.next()?.parse().ok()?;
        Some(Self { uid, gid })
    }

    /// Whether this user may pass through `folder` and every folder above it.
    pub(super) fn reaches(&self, folder: &Path) -> bool {
        folder
            .ancestors()
            .filter(|each| each.exists())
            .all(|each| self.may_search(each))
    }

    fn may_search(&self, folder: &Path) -> bool {
        let Ok(metadata) = fs::metadata(folder) else {
            return false;
        };
        let bit = if metadata.uid() == self.uid {
            0o100
        } else if metadata.gid() == self.gid {
            0o010
        } else {
            0o001
        };
        metadata.mode() & bit != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_is_never_an_account_to_drop_to() {
        let entries = "root:x:0:0::/root:/bin/sh\npostgres:x:0:0::/:/bin/sh\nnobody:x:65534:65533::/:/bin/false\n";
        assert_eq!(Account::in_passwd(entries, "postgres"), None);
        assert_eq!(
            Account::in_passwd(entries, "nobody"),
            Some(Account {
                uid: 65534,
                gid: 65533
            })
        );
    }
}
