//! What becomes of the files that a template names when it is packaged: artifacts under keys of S3, and their places in the
//! template.
//!
//! Keys and zip files are those of `sam package`, so that what one of the two has uploaded, the other one finds there. The
//! same input makes the same bytes. Who reads the files and takes the artifacts is given from outside.
mod archive;
mod bucket;
mod keys;
mod packer;
mod paths;
mod project;
mod unbuilt;

pub(crate) use bucket::Bucket;
pub(crate) use packer::{Artifact, Packer, Stopped, unpackable};
pub(crate) use paths::{Uploads, Wanted, has_looped_paths, packaged, places};
pub(crate) use project::{Draft, Found, Listing, Member, Project, Store, Unpackable};
