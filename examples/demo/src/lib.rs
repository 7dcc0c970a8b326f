//! The whole loop on one screen.
