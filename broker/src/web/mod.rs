//! The pages: for people, at the paths the API answers for programs.
//!
//! A page is a query to the store, plain view models, and a template below `templates/`. Whatever comes from outside is
//! escaped by the template's file type; characters that hide are spelt out once, on the way out.

mod assets;
pub mod contract;
pub mod environments;
mod failure;
mod frame;
pub mod matrix;
mod overview;
mod pair;
pub mod participant;
pub mod participants;
mod relation;
mod standing;
mod theme;
pub mod verdict;
pub mod version;
mod view;

pub use assets::serve as asset;
pub use failure::as_page;
pub use frame::Visitor;
pub use overview::show as overview;
pub use relation::show as relation;
pub use standing::Remembered;
pub use theme::choose as choose_theme;
