//! The secret that guards a server which other machines can reach.

use sha2::{Digest, Sha256};

/// The digest of `CARABINER_API_TOKEN`: the secret itself is neither kept nor printed.
#[derive(Clone)]
pub(crate) struct Token {
    digest: [u8; 32],
}

impl Token {
    pub(crate) fn new(secret: &str) -> Self {
        Self {
            digest: Sha256::digest(secret.as_bytes()).into(),
        }
    }

    /// Digests are compared, so that the time it takes tells nothing of the secret.
    pub(crate) fn admits(&self, offered: &str) -> bool {
        Self::new(offered).digest == self.digest
    }
}
