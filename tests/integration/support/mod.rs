//! What several integration tests share.
pub(crate) mod beside;
pub(crate) mod case;
pub(crate) mod circles;
#[cfg(feature = "lsp")]
pub(crate) mod client;
pub(crate) mod comparison;
pub(crate) mod example;
pub(crate) mod json;
pub(crate) mod marks;
pub(crate) mod pages;
pub(crate) mod program;
pub(crate) mod region;
pub(crate) mod repository;
pub(crate) mod rust_source;
pub(crate) mod xml;
