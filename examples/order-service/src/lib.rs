//! The order-service of the shop: a consumer of payment-service's REST API and of inventory-service's gRPC API.
//!
//! # Layout
//!
//! From the bottom up:
//!
//! - `money`: amounts that add up, and how they look in JSON.
//! - `payment`: the client that calls payment-service.
//! - `inventory`: the client that calls inventory-service.
//! - `order`: placing and cancelling orders, which is what the service is about.
//!
//! What it expects of them is said in `tests/payment_contract.rs` and `tests/inventory_contract.rs`.

mod inventory;
mod money;
mod order;
mod payment;

pub use inventory::{InventoryClient, InventoryError, Line, PartialReservation, Reservation};
pub use money::Money;
pub use order::{Cancellation, Order, OrderError, OrderService, PlacedOrder};
pub use payment::{Charge, PaymentClient, PaymentError, Receipt};
