//! What a property comes to on each side of the conditions that decide it.
use super::evaluator::Evaluator;
use super::values::KnownValue;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::Node;
use crate::template::conditions::Side;
use crate::template::intrinsics;

/// What a property comes to on one side of its conditions.
#[derive(Clone, Debug)]
pub(crate) enum Case {
    Known(KnownValue),
    /// There is a value, but it is known only at deployment. Where it stands, and the sides that lead to it.
    Unknown(Span, Vec<Side>),
    /// The property is left out.
    Missing(Vec<Side>),
}

impl Case {
    pub(crate) fn sides(&self) -> &[Side] {
        match self {
            Case::Known(value) => &value.conditions,
            Case::Unknown(_, sides) | Case::Missing(sides) => sides,
        }
    }

    pub(crate) fn known(&self) -> Option<&KnownValue> {
        match self {
            Case::Known(value) => Some(value),
            Case::Unknown(..) | Case::Missing(_) => None,
        }
    }

    /// The number that it is; what a missing property stands for is `default`.
    pub(crate) fn number_or(&self, default: i64) -> Option<i64> {
        match self {
            Case::Known(value) => number(&value.node),
            Case::Unknown(..) => None,
            Case::Missing(_) => Some(default),
        }
    }

    /// Whether it is true; a property that is left out is not.
    pub(crate) fn is_true(&self) -> Option<bool> {
        match self {
            Case::Known(value) => truth(&value.node),
            Case::Unknown(..) => None,
            Case::Missing(_) => Some(false),
        }
    }

    /// A finding about the value, if there is one: where it is used, with where it comes from.
    pub(crate) fn finding(&self, code: &'static Code, message: impl Into<String>) -> Option<Diagnostic> {
        match self {
            Case::Known(value) => Some(value.finding(code, message)),
            Case::Unknown(at, _) => Some(Diagnostic::new(code, *at, message)),
            Case::Missing(_) => None,
        }
    }

    /// Where a value is used, if there is one.
    pub(crate) fn at(&self) -> Option<Span> {
        match self {
            Case::Known(value) => Some(value.at),
            Case::Unknown(at, _) => Some(*at),
            Case::Missing(_) => None,
        }
    }
}

impl Evaluator<'_> {
    /// What a property comes to, `None` being one that is not there, when `sides` of conditions are taken.
    pub(crate) fn cases(&self, node: Option<&Node>, sides: &[Side]) -> Vec<Case> {
        let Some(node) = node.filter(|it| !it.is_null()) else { return vec![Case::Missing(sides.to_vec())] };
        let cases = self.branches(node, sides).into_iter().map(|branch| {
            if intrinsics::is_no_value(branch.node) {
                return Case::Missing(branch.sides);
            }
            let known = self.values_where(&branch.sides, branch.node).into_iter().next();
            known.map_or_else(|| Case::Unknown(branch.node.span, branch.sides), Case::Known)
        });
        cases.collect()
    }
}

/// An integer, also one that is written as a string, as parameters have them.
pub(super) fn number(node: &Node) -> Option<i64> {
    node.integer().or_else(|| node.text()?.trim().parse().ok())
}

/// A boolean, also one that is written as a string.
pub(super) fn truth(node: &Node) -> Option<bool> {
    node.bool().or_else(|| match &**node.text()? {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    })
}
