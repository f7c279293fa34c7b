//! What a property comes to on each side of the conditions that decide it, and which resources it leads to.
use super::checked::{Checked, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::{Node, Text};
use crate::template::conditions::Side;
use crate::template::{intrinsics, parameters};

/// Most sides of conditions that are looked at.
const MOST_BRANCHES: usize = 32;

/// An end of nested `Fn::If`s, as written. It may be `AWS::NoValue`.
#[derive(Clone, Debug)]
pub struct Branch<'n> {
    pub node: &'n Node,
    /// The sides of conditions that lead to it.
    pub sides: Vec<Side>,
}

/// What a property comes to on one side of its conditions.
#[derive(Clone, Debug)]
pub enum Case {
    Known(Value),
    /// There is a value, but it is known only at deployment. Where it stands, and the sides that lead to it.
    Unknown(Span, Vec<Side>),
    /// The property is left out.
    Missing(Vec<Side>),
}

/// A resource of the template that a reference leads to.
#[derive(Clone, Debug)]
pub struct Target<'a> {
    pub id: &'a Text,
    /// Where the logical id is declared.
    pub id_span: Span,
    pub resource: &'a Node,
    /// The attribute that is taken; none for a `Ref`.
    pub attribute: Option<String>,
    /// Where the reference stands.
    pub at: Span,
    /// The sides of conditions under which the reference is taken and the resource created.
    pub sides: Vec<Side>,
}

impl Case {
    pub fn sides(&self) -> &[Side] {
        match self {
            Case::Known(value) => &value.conditions,
            Case::Unknown(_, sides) | Case::Missing(sides) => sides,
        }
    }

    pub fn known(&self) -> Option<&Value> {
        match self {
            Case::Known(value) => Some(value),
            Case::Unknown(..) | Case::Missing(_) => None,
        }
    }

    /// The number that it is; what a missing property stands for is `default`.
    pub fn number_or(&self, default: i64) -> Option<i64> {
        match self {
            Case::Known(value) => number(&value.node),
            Case::Unknown(..) => None,
            Case::Missing(_) => Some(default),
        }
    }

    /// Whether it is true; a property that is left out is not.
    pub fn is_true(&self) -> Option<bool> {
        match self {
            Case::Known(value) => truth(&value.node),
            Case::Unknown(..) => None,
            Case::Missing(_) => Some(false),
        }
    }

    /// A finding about the value, if there is one: where it is used, with where it comes from.
    pub fn finding(&self, code: &'static Code, message: impl Into<String>) -> Option<Diagnostic> {
        match self {
            Case::Known(value) => Some(value.finding(code, message)),
            Case::Unknown(at, _) => Some(Diagnostic::new(code, *at, message)),
            Case::Missing(_) => None,
        }
    }

    /// Where a value is used, if there is one.
    pub fn at(&self) -> Option<Span> {
        match self {
            Case::Known(value) => Some(value.at),
            Case::Unknown(at, _) => Some(*at),
            Case::Missing(_) => None,
        }
    }
}

impl<'a> Target<'a> {
    pub fn type_name(&self) -> &'a str {
        self.resource.get("Type").and_then(Node::text).map_or("", |it| &**it)
    }

    pub fn property(&self, name: &str) -> Option<&'a Node> {
        self.resource.at(&["Properties", name])
    }
}

impl<'a> Checked<'a> {
    /// The ends of the `Fn::If`s that a node consists of, as far as their conditions can hold together with `sides`.
    pub fn branches<'n>(&self, node: &'n Node, sides: &[Side]) -> Vec<Branch<'n>> {
        let mut found = Vec::new();
        self.collect_branches(node, &mut sides.to_vec(), &mut found);
        found
    }

    /// The same without `AWS::NoValue`.
    pub fn present_branches<'n>(&self, node: &'n Node, sides: &[Side]) -> impl Iterator<Item = Branch<'n>> + use<'n> {
        self.branches(node, sides).into_iter().filter(|it| !intrinsics::is_no_value(it.node))
    }

    /// What a property comes to, `None` being one that is not there, when `sides` of conditions are taken.
    pub fn cases(&self, node: Option<&Node>, sides: &[Side]) -> Vec<Case> {
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

    /// The resources of this template that a node can lead to: by `Ref`, `Fn::GetAtt`, or an `Fn::Sub` of nothing else.
    pub fn targets(&self, node: &Node, sides: &[Side]) -> Vec<Target<'a>> {
        self.branches(node, sides).into_iter().filter_map(|it| self.target(it)).collect()
    }

    fn target(&self, branch: Branch<'_>) -> Option<Target<'a>> {
        let (id, attribute) = named(branch.node)?;
        let (id, entry) = self.resources().entry(&id)?;
        let mut sides = branch.sides;
        sides.extend(self.sides_of(id));
        let target =
            Target { id, id_span: entry.key_span, resource: &entry.value, attribute, at: branch.node.span, sides };
        self.is_possible(&target.sides).then_some(target)
    }

    fn collect_branches<'n>(&self, node: &'n Node, sides: &mut Vec<Side>, found: &mut Vec<Branch<'n>>) {
        if found.len() >= MOST_BRANCHES {
            self.give_up();
            return;
        }
        let condition = intrinsics::if_branches(node).and_then(|[name, then, otherwise]| {
            name.text().map(|name| [(name.clone(), true, then), (name.clone(), false, otherwise)])
        });
        let Some(both) = condition else {
            found.push(Branch { node, sides: sides.clone() });
            return;
        };
        for (name, holds, side) in both {
            sides.push((name, holds));
            if self.is_possible(sides.iter()) {
                self.collect_branches(side, sides, found);
            }
            sides.pop();
        }
    }
}

/// An integer, also one that is written as a string, as parameters have them.
pub fn number(node: &Node) -> Option<i64> {
    node.integer().or_else(|| node.text()?.trim().parse().ok())
}

/// A boolean, also one that is written as a string.
pub fn truth(node: &Node) -> Option<bool> {
    node.bool().or_else(|| match &**node.text()? {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    })
}

/// The logical id and the attribute that an intrinsic function names.
fn named(node: &Node) -> Option<(String, Option<String>)> {
    let split = |dotted: &str| match dotted.split_once('.') {
        Some((id, attribute)) => (id.to_owned(), Some(attribute.to_owned())),
        None => (dotted.to_owned(), None),
    };
    if let Some(id) = intrinsics::argument(node, "Ref") {
        // SAM lets `Function.Alias` and the like stand for what it generates.
        return Some(split(id.text()?));
    }
    if let Some(attribute) = intrinsics::argument(node, "Fn::GetAtt") {
        return match attribute.list() {
            Some([id, attribute]) => Some((id.text()?.to_string(), Some(attribute.text()?.to_string()))),
            Some(_) => None,
            None => Some(split(attribute.text()?)).filter(|(_, attribute)| attribute.is_some()),
        };
    }
    let text = intrinsics::argument(node, "Fn::Sub")?.text()?;
    match parameters::variables(text)[..] {
        [(0, end)] if end == text.len() => Some(split(&text[2..end - 1])),
        _ => None,
    }
}
