//! What several integration tests share.
pub mod beside;
pub mod case;
pub mod circles;
pub mod comparison;
pub mod json;
pub mod marks;
pub mod pages;
pub mod program;
pub mod repository;
pub mod rust_source;
