//! The end of a program: asked for by a signal or by a part that cannot go on, heard by every part.

use std::io;

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

/// A flag that is raised once. Clones share it.
#[derive(Clone, Debug)]
pub struct Shutdown {
    raised: watch::Sender<bool>,
}

impl Default for Shutdown {
    fn default() -> Self {
        Self {
            raised: watch::Sender::new(false),
        }
    }
}

impl Shutdown {
    /// Raised by the first SIGTERM or SIGINT; a second one ends the process at once. SIGHUP is left as it is, because
    /// `nohup` has it ignored.
    pub fn on_signals() -> io::Result<Self> {
        let shutdown = Self::default();
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let raised = shutdown.clone();
        tokio::spawn(async move {
            loop {
                let number = tokio::select! {
                    _ = terminate.recv() => 15,
                    _ = interrupt.recv() => 2,
                };
                if raised.is_raised() {
                    // 128 + signal is the shell's convention for a process that a signal ended.
                    std::process::exit(128 + number);
                }
                tracing::info!("stopping; a second signal stops at once");
                raised.raise();
            }
        });
        Ok(shutdown)
    }

    pub fn raise(&self) {
        self.raised.send_replace(true);
    }

    pub fn is_raised(&self) -> bool {
        *self.raised.borrow()
    }

    /// Ends when the flag is raised; at once where it is already.
    pub async fn wait(&self) {
        // The sender is held by `self`, so the channel cannot close meanwhile.
        drop(self.raised.subscribe().wait_for(|raised| *raised).await);
    }
}
