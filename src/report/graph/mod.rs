//! The event flow of an application as a drawing, a file per format. Knows nothing of templates.
pub mod dot;
mod icons;
mod layout;
mod lines;
pub mod mermaid;
mod palette;
mod places;
mod routes;
pub mod svg;
