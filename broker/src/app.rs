//! What every action can reach: the store, the clock, the source of identities, and what the operator decided.

use crate::access::Access;
use crate::domain::Moment;
use crate::domain::conclusions::Conclusions;
use crate::store::Store;
use std::fmt;
use std::sync::Arc;

/// Tells the time.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Moment + Send + Sync>);

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self::new(|| {
            #[expect(clippy::disallowed_methods, reason = "the one place where the machine's clock is read")]
            let now = jiff::Timestamp::now();
            Moment(now.as_millisecond())
        })
    }

    /// A clock that says what `now` says.
    pub fn new(now: impl Fn() -> Moment + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }
}

/// Makes identities nobody else has.
#[derive(Clone)]
pub struct Identities(Arc<dyn Fn() -> String + Send + Sync>);

impl Identities {
    /// Random UUIDs.
    pub fn random() -> Self {
        Self::new(|| {
            #[expect(clippy::disallowed_methods, reason = "the one place where chance comes in")]
            let id = uuid::Uuid::new_v4();
            id.to_string()
        })
    }

    /// Identities that `next` makes.
    pub fn new(next: impl Fn() -> String + Send + Sync + 'static) -> Self {
        Self(Arc::new(next))
    }
}

/// The broker's state; cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub store: Store,
    /// The URLs clients reach the broker by; taken from each request where the operator named none.
    pub base_urls: Arc<[String]>,
    /// Whether contracts of new participants with names like known ones are refused.
    pub checks_similar_names: bool,
    /// What is concluded from the names of tags and branches.
    pub conclusions: Conclusions,
    /// Who may read and write.
    pub access: Arc<Access>,
    clock: Clock,
    identities: Identities,
}

impl App {
    /// A broker over `store`, with the machine's clock and random identities.
    pub fn new(store: Store) -> Self {
        Self {
            store,
            base_urls: Arc::default(),
            checks_similar_names: true,
            conclusions: Conclusions::default(),
            access: Arc::default(),
            clock: Clock::system(),
            identities: Identities::random(),
        }
    }

    /// Links start with one of these instead of what the request says: the one that fits it, else the first.
    #[must_use]
    pub fn with_base_urls(mut self, base_urls: &[String]) -> Self {
        self.base_urls = base_urls.iter().map(|url| url.trim_end_matches('/').to_owned()).collect();
        self
    }

    /// Whether contracts of new participants with names like known ones are refused; they are unless this says no.
    #[must_use]
    pub fn with_similar_names_checked(mut self, checked: bool) -> Self {
        self.checks_similar_names = checked;
        self
    }

    /// What is concluded from the names of tags and branches: everything, unless this says less.
    #[must_use]
    pub fn with_conclusions(mut self, conclusions: Conclusions) -> Self {
        self.conclusions = conclusions;
        self
    }

    /// Who may read and write; everybody unless this says otherwise.
    #[must_use]
    pub fn with_access(mut self, access: Access) -> Self {
        self.access = Arc::new(access);
        self
    }

    /// Time and chance come from these, so that a run can be repeated.
    #[must_use]
    pub fn with_chance(mut self, clock: Clock, identities: Identities) -> Self {
        self.clock = clock;
        self.identities = identities;
        self
    }

    /// The present moment.
    pub fn now(&self) -> Moment {
        (self.clock.0)()
    }

    /// An identity nobody else has.
    pub fn new_id(&self) -> String {
        (self.identities.0)()
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").field("base_urls", &self.base_urls).finish_non_exhaustive()
    }
}
