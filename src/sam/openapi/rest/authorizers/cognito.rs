//! Cognito user pools: the caller brings a token of a pool.
use super::{AUTHORIZER, Authorizer, Kind};
use crate::diagnostic::{Problems, Sound};
use crate::node;
use crate::source::Span;
use crate::syntax::{IntoNode, Map};

pub(super) static KIND: Kind = Kind {
    authtype: "cognito_user_pools",
    header: |authorizer, problems| authorizer.identity_header(problems),
    check: |_, _| Some(Sound),
    complete,
};

fn complete(authorizer: &Authorizer<'_>, definition: &mut Map, _: &str, at: Span, _: &mut Problems) -> Option<Sound> {
    let pools = authorizer.get("UserPoolArn").expect("what makes an authorizer one of this kind");
    let pools = match pools.list() {
        Some(_) => pools.clone(),
        None => node!(at, [pools]),
    };
    let mut inner = Map::python2();
    inner.insert("type", node!(at, "cognito_user_pools"));
    inner.insert("providerARNs", pools);
    authorizer.add_validation_expression(&mut inner);
    definition.insert(AUTHORIZER, inner.into_node(at));
    Some(Sound)
}
