//! Guest modules: the interpreters that instances began with.

use super::{Error, Store};
use crate::model::GuestId;

impl Store {
    /// Keeps a module; one that is there already is left alone. Compressing and sending it is skipped then.
    pub async fn keep_guest(&self, id: GuestId, bytes: &[u8]) -> Result<(), Error> {
        let there = sqlx::query("SELECT 1 FROM carabiner.guest_modules WHERE hash = $1")
            .bind(id.0.as_slice())
            .fetch_optional(self.pool())
            .await?;
        if there.is_some() {
            return Ok(());
        }
        let packed =
            zstd::bulk::compress(bytes, 9).map_err(|error| Error::Corrupt(error.to_string()))?;
        sqlx::query("INSERT INTO carabiner.guest_modules (hash, bytes) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(id.0.as_slice())
            .bind(packed)
            .execute(self.pool())
            .await?;
        Ok(())
    }

    /// None where no host ever brought it.
    pub async fn guest(&self, id: GuestId) -> Result<Option<Vec<u8>>, Error> {
        let packed: Option<Vec<u8>> =
            sqlx::query_scalar("SELECT bytes FROM carabiner.guest_modules WHERE hash = $1")
                .bind(id.0.as_slice())
                .fetch_optional(self.pool())
                .await?;
        packed.map(|packed| unpack(&packed)).transpose()
    }
}

/// The largest module that is read back.
const MODULE_BYTES_MAX: usize = 256 << 20;

fn unpack(packed: &[u8]) -> Result<Vec<u8>, Error> {
    zstd::bulk::decompress(packed, MODULE_BYTES_MAX).map_err(|error| {
        Error::Corrupt(format!("a guest module that cannot be unpacked ({error})"))
    })
}
