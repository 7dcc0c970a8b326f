//! The order-service of the shop: a consumer of payment-service's REST API.
//!
//! # Layout
//!
//! From the bottom up:
//!
//! - `money`: amounts that add up, and how they look in JSON.
//! - `payment`: the client that calls payment-service.
//! - `order`: placing and cancelling orders, which is what the service is about.
//!
//! What it expects of payment-service is said in `tests/payment_contract.rs`.

mod money;
mod order;
mod payment;

pub use money::Money;
pub use order::{Cancellation, Order, OrderError, OrderService, PlacedOrder};
pub use payment::{Charge, PaymentClient, PaymentError, Receipt};
