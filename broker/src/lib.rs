#![doc = "Keeps contracts by version, shows them on web pages and answers can-i-deploy."]
pub mod app;
pub mod domain;
pub mod error;
pub mod hal;
pub mod links;
pub mod store;
