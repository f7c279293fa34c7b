//! Files as text: byte spans, and lines and columns as people count them. Knows nothing of YAML or SAM.
//!
//! All files of a run share one space of spans: [`Sources`] gives each its own part of it, and finds the file of a span.
mod company;
mod file;
mod files;
mod places;
mod sources;
mod span;

pub(crate) use company::has_company;
pub use file::{Position, Source};
pub(crate) use files::is_local_path;
pub use files::{File, Files, Unreadable};
pub(crate) use places::Places;
pub use sources::Sources;
pub use span::Span;
