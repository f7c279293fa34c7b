//! Where the resources of the document come from.
use super::Resource;
use crate::source::Span;
use crate::syntax::Text;
use std::borrow::Cow;
use std::collections::HashMap;

/// What a resource of the document is there for, and what caused it.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    /// See [`Resource::purpose`].
    pub purpose: Cow<'static, str>,
    /// In the order in which they asked for it; several where a resource is shared.
    pub causes: Vec<Cause>,
}

/// A construct of the template that asked for a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cause {
    /// The logical id of the user's resource that the construct is part of, or of an implicit API.
    pub resource_id: Text,
    /// The construct.
    pub span: Span,
}

/// The origins of the document's resources that are not the user's own, by logical id.
pub(crate) type Origins = HashMap<Text, Origin>;

/// Notes that `cause` asked for a resource.
pub(crate) fn note(origins: &mut Origins, cause: &Text, resource: &Resource) {
    let cause = Cause { resource_id: cause.clone(), span: resource.origin };
    let origin = origins.entry(resource.logical_id.clone());
    let origin = origin.or_insert_with(|| Origin { purpose: resource.purpose.clone(), causes: Vec::new() });
    if !origin.causes.contains(&cause) {
        origin.causes.push(cause);
    }
}
