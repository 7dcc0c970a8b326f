//! Ctrl-C, as the rest of the demo sees it: a wish to stop that is noticed between and during commands.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Whether somebody asked the demo to stop. Clones are one and the same.
#[derive(Debug, Clone, Default)]
pub struct Interrupt(Arc<(Mutex<bool>, Condvar)>);

impl Interrupt {
    /// Asks the demo to stop.
    pub fn raise(&self) {
        let (raised, changed) = &*self.0;
        *raised.lock().unwrap_or_else(PoisonError::into_inner) = true;
        changed.notify_all();
    }

    /// Waits until the demo is asked to stop.
    pub fn wait(&self) {
        while !self.raised_within(Duration::from_hours(1)) {}
    }

    /// Whether the demo is asked to stop, now or within `patience`.
    pub(crate) fn raised_within(&self, patience: Duration) -> bool {
        let (raised, changed) = &*self.0;
        let raised = raised.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = changed.wait_timeout_while(raised, patience, |raised| !*raised);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interrupt_is_seen_by_every_clone() {
        let interrupt = Interrupt::default();
        let clone = interrupt.clone();
        assert!(!clone.raised_within(Duration::ZERO));
        interrupt.raise();
        assert!(clone.raised_within(Duration::ZERO));
        clone.wait();
    }
}
