//! What a template means: what its values come to, which rows describe them, what polls what. Knows no rule.
pub mod bucket_notifications;
pub mod cases;
pub mod checked;
pub mod destinations;
pub mod fifo;
pub mod known;
pub mod places;
pub mod polling;
pub mod schedule_expression;
pub mod visibility;
pub mod written;

pub use checked::{Checked, Event, Value};
pub use known::Known;
