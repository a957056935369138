//! Child processes that do not outlive this one, however it ends.

use std::io;

use tokio::process::{Child, Command};
use tokio::sync::{mpsc, oneshot};

/// A program of ours that starts its own file again says this first, then the command: the file may be one with a command of its own.
pub const AS_ARGUMENT: &str = "__as";

/// Spawns children that the kernel signals when this process dies, even by SIGKILL.
///
/// The kernel's notice (`PR_SET_PDEATHSIG`) comes when the THREAD that spawned ends, and the threads of an async runtime come
/// and go; so all spawning happens on one thread that lives as long as the process.
#[derive(Clone)]
pub struct Spawner {
    orders: mpsc::UnboundedSender<Order>,
}

struct Order {
    command: Command,
    on_death: Farewell,
    answer: oneshot::Sender<io::Result<Child>>,
}

/// What a child is sent when its parent dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Farewell {
    /// It has nothing to save.
    Kill,
    /// It saves what it holds: Postgres calls this a fast shutdown.
    Interrupt,
}

impl Spawner {
    /// Must be called within a Tokio runtime, which then watches the children.
    pub fn new() -> io::Result<Self> {
        let runtime = tokio::runtime::Handle::current();
        let (orders, mut inbox) = mpsc::unbounded_channel::<Order>();
        std::thread::Builder::new()
            .name("spawner".to_owned())
            .spawn(move || {
                let _guard = runtime.enter();
                while let Some(order) = inbox.blocking_recv() {
                    // Whoever asked may have gone; then the child is dropped and, by its own setting, killed.
                    drop(order.answer.send(spawn(order.command, order.on_death)));
                }
                // The channel closes when the last clone goes, but children may live: their notice hangs on this thread.
                loop {
                    std::thread::park();
                }
            })?;
        Ok(Self { orders })
    }

    pub async fn spawn(&self, command: Command, on_death: Farewell) -> io::Result<Child> {
        let (answer, answered) = oneshot::channel();
        let gone = || io::Error::other("the spawner thread has ended");
        self.orders
            .send(Order {
                command,
                on_death,
                answer,
            })
            .map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }
}

#[cfg(target_os = "linux")]
fn spawn(mut command: Command, on_death: Farewell) -> io::Result<Child> {
    use rustix::process::{Signal, getpid, getppid, set_parent_process_death_signal};

    let parent = getpid();
    let signal = match on_death {
        Farewell::Kill => Signal::KILL,
        Farewell::Interrupt => Signal::INT,
    };
    let ask_for_notice = move || {
        set_parent_process_death_signal(Some(signal))?;
        // The parent may have died before the request; then no notice will come.
        if getppid() != Some(parent) {
            return Err(rustix::io::Errno::SRCH.into());
        }
        Ok(())
    };
    // SAFETY: the closure runs between fork and exec; it makes two system calls, allocates nothing and takes no lock.
    unsafe { command.pre_exec(ask_for_notice) };
    command.spawn()
}

#[cfg(not(target_os = "linux"))]
fn spawn(mut command: Command, _on_death: Farewell) -> io::Result<Child> {
    command.spawn()
}
