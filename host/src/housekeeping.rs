//! What must be done now and then so that the database stays small. Every host does it; they do not get into each other's way.

use std::time::Duration;

use crate::store::{self, Place, Store};

/// Instances looked at in one statement: few enough that nobody waits for it.
const PAGE: u32 = 500;
/// Between two statements of a pass, so that a long one leaves the database to others.
const BREATH: Duration = Duration::from_millis(100);
const BETWEEN_PASSES: Duration = Duration::from_secs(3_600);

/// Deletes instances that ended longer ago than `retention`, for as long as it is polled.
pub(crate) async fn keep_tidy(store: Store, retention: Duration) {
    loop {
        match forget(&store, retention).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "deleted instances that ended long ago"),
            Err(error) => {
                tracing::warn!(%error, "could not delete instances that ended long ago; trying again later")
            }
        }
        tokio::time::sleep(BETWEEN_PASSES).await;
    }
}

/// One pass. Answers how many it deleted.
async fn forget(store: &Store, retention: Duration) -> Result<u64, store::Error> {
    let mut place = Place::start();
    let mut count = 0;
    loop {
        let forgotten = store.forget(&place, retention, PAGE).await?;
        count += forgotten.count;
        match forgotten.next {
            Some(next) => place = next,
            None => return Ok(count),
        }
        tokio::time::sleep(BREATH).await;
    }
}
