//! A function that checks the token in a header.
use super::{AUTHORIZER, Authorizer, Kind};
use crate::diagnostic::{Problems, Sound};
use crate::source::Span;
use crate::syntax::{IntoNode, Map};

pub(super) static KIND: Kind = Kind {
    authtype: "custom",
    header: |authorizer, problems| authorizer.identity_header(problems),
    check: |_, _| Some(Sound),
    complete,
};

fn complete(
    authorizer: &Authorizer<'_>,
    definition: &mut Map,
    partition: &str,
    at: Span,
    _: &mut Problems,
) -> Option<Sound> {
    let mut inner = authorizer.lambda_definition("token", partition, at);
    authorizer.add_validation_expression(&mut inner);
    definition.insert(AUTHORIZER, inner.into_node(at));
    Some(Sound)
}
