//! Editing API definitions: paths, methods, integrations. Knows no CloudFormation resources.
mod editor;
pub(crate) mod http;
pub(crate) mod path;
pub(crate) mod rest;

pub(crate) use editor::{ANY_METHOD, Editor, INTEGRATION, normalize_method, python2_map};

/// Key among an API's properties that marks a definition as made by SAM, which may therefore add routes to it.
///
/// The reference keeps its mark under this name and accepts it from users; so do we.
pub(crate) const MANAGED: &str = "__MANAGE_SWAGGER";
/// The id of the REST API to which events lead that name none.
pub(crate) const IMPLICIT_REST_API: &str = "ServerlessRestApi";
/// The same of HTTP APIs.
pub(crate) const IMPLICIT_HTTP_API: &str = "ServerlessHttpApi";
