//! Giving up what is being read: a file, a fetch, or the work of another program.

use std::process::Child;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ureq::Agent;

/// Gives up what is being read, from any thread.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<UnderWay>);

/// What there is to give up.
#[derive(Debug, Default)]
struct UnderWay {
    stopped: AtomicBool,
    child: Mutex<Option<Child>>,
    agent: Mutex<Option<Agent>>,
}

impl Stop {
    /// Nothing more is read. What waits for a server returns at once, and a program that works for it has ended when
    /// this returns.
    pub fn stop(&self) {
        self.0.stopped.store(true, Ordering::SeqCst);
        if let Some(agent) = held(&self.0.agent).take() {
            agent.shutdown();
        }
        self.end_child();
    }

    /// Whether it was given up.
    pub(super) fn is_stopped(&self) -> bool {
        self.0.stopped.load(Ordering::SeqCst)
    }

    /// Whether anybody still reads what this would give up.
    pub fn is_needed(&self) -> bool {
        Arc::strong_count(&self.0) > 1
    }

    /// Has what `agent` asks for ended with this.
    pub(super) fn ends_agent(&self, agent: Agent) {
        *held(&self.0.agent) = Some(agent);
        // Whoever stopped it meanwhile has not seen the agent.
        if self.is_stopped() {
            self.stop();
        }
    }

    /// Has `child` ended with this.
    pub(super) fn ends_child(&self, child: Child) {
        *held(&self.0.child) = Some(child);
        if self.is_stopped() {
            self.end_child();
        }
    }

    /// The program that works for it; none where it was ended.
    pub(super) fn child(&self) -> MutexGuard<'_, Option<Child>> {
        held(&self.0.child)
    }

    /// Ends the program that works for it.
    pub(super) fn end_child(&self) {
        if let Some(mut child) = self.child().take() {
            // One that has ended cannot be killed; then there is only its status to collect.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// What a lock holds. A thread that failed has left nothing half done there.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
