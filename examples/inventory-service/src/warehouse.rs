//! The stock as all calls share it, with word of every change.

use crate::stock::Stock;
use inventory_api::StockLevel;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{mpsc, watch};
use tonic::Status;

/// A version of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ApiVersion {
    /// What is released.
    #[default]
    Current,
    /// What is under development: a watch ends once an article is gone, without the level that says so.
    Next,
}

/// The stock. Clones are one and the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct Warehouse(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    stock: Mutex<Stock>,
    /// Whoever watches hears of every change.
    changes: watch::Sender<()>,
    api: ApiVersion,
}

/// The far end of a watch.
pub(crate) type Watcher = mpsc::Sender<Result<StockLevel, Status>>;

impl Warehouse {
    /// An empty warehouse.
    pub(crate) fn new(api: ApiVersion) -> Self {
        Self(Arc::new(Shared { api, ..Shared::default() }))
    }

    /// The stock, to look at; a panic while it was open leaves it usable.
    pub(crate) fn stock(&self) -> MutexGuard<'_, Stock> {
        self.0.stock.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the stock, and spreads the word.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut Stock) -> T) -> T {
        let done = change(&mut self.stock());
        self.0.changes.send_replace(());
        done
    }

    /// Tells the levels of an article after a revision, until nothing is left or nobody listens.
    pub(crate) async fn tell(self, sku: String, mut revision: u64, watcher: Watcher) {
        let mut word = self.0.changes.subscribe();
        loop {
            for level in self.levels_after(&sku, revision) {
                revision = level.revision;
                let is_gone = level.available == 0;
                if is_gone && self.0.api == ApiVersion::Next {
                    return;
                }
                let is_heard = watcher.send(Ok(level)).await.is_ok();
                if is_gone || !is_heard {
                    return;
                }
            }
            tokio::select! {
                changed = word.changed() => if changed.is_err() { return },
                () = watcher.closed() => return,
            }
        }
    }

    fn levels_after(&self, sku: &str, revision: u64) -> Vec<StockLevel> {
        self.stock().levels_after(sku, revision).map(<[_]>::to_vec).unwrap_or_default()
    }
}
