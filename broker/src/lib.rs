//! Keeps contracts by version, shows them on web pages and answers can-i-deploy.
//!
//! The same paths serve pages to people and HAL documents to programs; shapes, links and status codes are those the clients
//! of the Pact ecosystem know. All state is in one database, so a broker can be stopped and started at any time.
//!
//! ```no_run
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! use abide_broker::{app::App, routes::router, store::{Database, Store}};
//!
//! let store = Store::open(&Database::Sqlite("abide.db".into())).await?;
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:9292").await?;
//! axum::serve(listener, router(App::new(store))).await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Layout
//! Bottom-up; a module uses only what stands above it in this list, but for one knot: [`app`] holds the settings of [`access`].
//! - [`query`]: query strings with nested names
//! - [`domain`]: nouns as plain data, decisions as pure functions
//! - [`content`]: what a contract says: digest, comparison, merge
//! - [`store`]: all SQL, one file per noun
//! - [`failure`]: what went wrong, and how it is told
//! - [`links`], [`hal`], [`error`], [`fields`]: URLs, documents, refusals, bodies
//! - [`app`]: store, clock, identities and what the operator decided, as every action gets them
//! - [`access`], [`extract`], [`paging`], [`negotiation`]: who may do it, what comes out of a request, and what holds for all of them
//! - [`api`]: the actions, a folder per noun, a file per action
//! - [`web`]: the pages
//! - [`routes`]: every route, and the choice between API and page
//! - [`settings`], [`server`]: the command's flags, start and stop

pub mod query;

pub mod domain;

pub mod content;

pub mod store;

pub mod failure;

pub mod error;
pub mod fields;
pub mod hal;
pub mod links;

pub mod app;

pub mod access;
pub mod extract;
pub mod negotiation;
pub mod paging;

pub mod api;

pub mod web;

pub mod routes;

pub mod server;
pub mod settings;
