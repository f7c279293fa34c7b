//! The template as written: YAML and JSON become one tree of values with spans. Knows nothing of SAM.

mod build;
mod map;
mod node;
pub mod python2_order;
mod text;

pub use build::IntoNode;
pub use map::{Entry, Map};
pub use node::{Node, Number, Value};
pub use text::Text;

/// Most bytes of a template. CloudFormation takes 1 MB from S3 (service quota "template body size"); ten times that
/// leaves room for what `aws cloudformation package` shortens.
pub const LARGEST_TEMPLATE: usize = 16 * 1024 * 1024;
/// Deepest nesting of lists and maps.
pub const DEEPEST_NESTING: usize = 200;
