//! IAM documents that generated roles need.
use crate::node;
use crate::source::Span;
use crate::syntax::Node;

/// A trust policy that lets an AWS service take on a role.
pub(crate) fn trust(span: Span, service: &'static str) -> Node {
    node!(span, {
        "Version": "2012-10-17",
        "Statement": [{
            "Action": ["sts:AssumeRole"],
            "Effect": "Allow",
            "Principal": {"Service": [service]}
        }]
    })
}

/// A policy document that allows one action on one resource.
pub(crate) fn allow(span: Span, action: &'static str, resource: &Node) -> Node {
    node!(span, {"Statement": [{"Action": action, "Effect": "Allow", "Resource": resource}]})
}

/// The name under which a role's inline policy stands, with its document.
pub(crate) fn inline_policy(span: Span, name: String, document: &Node) -> Node {
    node!(span, {"PolicyName": name, "PolicyDocument": document})
}
