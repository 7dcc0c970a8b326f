//! Values that are example and rule at once.
