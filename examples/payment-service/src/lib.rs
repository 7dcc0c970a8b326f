//! The shop's payments.
