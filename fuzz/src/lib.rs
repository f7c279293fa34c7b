//! What the fuzz targets share: inputs, a mutator that knows templates, and what must hold of whatever samc says.
pub mod input;
pub mod mutator;
pub mod promises;
