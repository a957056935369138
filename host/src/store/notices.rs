//! LISTEN and NOTIFY: what hosts tell each other. A notice only ever makes something happen sooner; whoever misses one finds
//! out by polling.

use sqlx::postgres::PgListener;

use super::{Error, HostId, Store};
use crate::model::InstanceId;

const CHANNEL: &str = "carabiner";
/// Postgres refuses payloads of 8,000 bytes.
const PAYLOAD_BYTES_MAX: usize = 7_900;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// There are queued actions.
    Work,
    /// These ended.
    Done(Vec<InstanceId>),
    /// Too many to name ended.
    ManyDone,
    /// A host came or went.
    Hosts,
    /// A commit may have happened unseen: what it withdrew runs on in vain until its host compares.
    Doubt,
    /// That host's worker need not go on with it.
    Cancel {
        host: HostId,
        instance: InstanceId,
        seq: u32,
    },
}

impl Store {
    /// Sends notices in one statement. It is a transaction of its own and writes no WAL, because one with a NOTIFY holds a lock
    /// over the whole database while it commits: within the turns' transactions it would make them commit one at a time.
    pub async fn notify(&self, notices: &[Notice]) -> Result<(), Error> {
        let payloads: Vec<String> = notices.iter().map(Notice::write).collect();
        sqlx::query("SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload")
            .bind(CHANNEL)
            .bind(payloads)
            .execute(self.pool())
            .await?;
        Ok(())
    }

    /// A connection of its own that hears notices.
    pub async fn listen(&self) -> Result<Listener, Error> {
        let options = sqlx::postgres::PgPoolOptions::new().max_connections(1);
        let pool = options.connect_with(self.connect.clone()).await?;
        let mut listener = PgListener::connect_with(&pool).await?;
        listener.listen(CHANNEL).await?;
        listener.ignore_pool_close_event(true);
        listener.eager_reconnect(false);
        Ok(Listener { inner: listener })
    }
}

/// Hears what is sent from now on.
#[derive(Debug)]
pub struct Listener {
    inner: PgListener,
}

impl Listener {
    /// The next notice; an error where the connection was lost, and with it perhaps notices: open another and look at everything.
    pub async fn next(&mut self) -> Result<Notice, Error> {
        loop {
            let heard = self
                .inner
                .try_recv()
                .await?
                .ok_or(sqlx::Error::WorkerCrashed)?;
            // A newer host may say more than this one understands.
            if let Some(notice) = Notice::read(heard.payload()) {
                return Ok(notice);
            }
        }
    }
}

impl Notice {
    /// As few as can name them all.
    pub fn done(ids: Vec<InstanceId>) -> Self {
        let length: usize = ids.iter().map(|id| id.as_str().len() + 1).sum();
        if length > PAYLOAD_BYTES_MAX {
            Self::ManyDone
        } else {
            Self::Done(ids)
        }
    }

    fn write(&self) -> String {
        match self {
            Self::Work => "w".into(),
            Self::Hosts => "h".into(),
            Self::Doubt => "r".into(),
            Self::ManyDone => "d".into(),
            // Ids hold no control characters.
            Self::Done(ids) => ids
                .iter()
                .fold("d".to_owned(), |text, id| text + "\n" + id.as_str()),
            Self::Cancel {
                host,
                instance,
                seq,
            } => format!("c\n{}\n{seq}\n{instance}", host.0),
        }
    }

    fn read(payload: &str) -> Option<Self> {
        let mut lines = payload.split('\n');
        match lines.next()? {
            "w" => Some(Self::Work),
            "h" => Some(Self::Hosts),
            "r" => Some(Self::Doubt),
            "d" => {
                let ids: Vec<_> = lines.filter_map(InstanceId::parse).collect();
                Some(if ids.is_empty() {
                    Self::ManyDone
                } else {
                    Self::Done(ids)
                })
            }
            "c" => Some(Self::Cancel {
                host: HostId(lines.next()?.parse().ok()?),
                seq: lines.next()?.parse().ok()?,
                instance: InstanceId::parse(lines.next()?)?,
            }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_reads_as_it_was_written() {
        let id = |text| InstanceId::parse(text).expect("an id");
        let notices = [
            Notice::Work,
            Notice::Hosts,
            Notice::Doubt,
            Notice::ManyDone,
            Notice::Done(vec![id("a"), id("b c")]),
            Notice::Cancel {
                host: HostId::generate(),
                instance: id("order 7"),
                seq: 3,
            },
        ];
        for notice in notices {
            assert_eq!(Notice::read(&notice.write()), Some(notice));
        }
        assert_eq!(Notice::read("z\nnewer"), None);
    }
}
