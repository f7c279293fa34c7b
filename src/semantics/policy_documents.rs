//! The IAM policy documents of a template, wherever they stand, and the entries of SAM's `Policies`.
use super::description::filed;
use super::evaluator::Evaluator;
use super::placeholders::{is_dynamic, is_placeholder, is_stand_in};
use super::values::KnownValue;
use super::written_text::MOST_BETWEEN;
use crate::diagnostic::{Code, Diagnostic, Near};
use crate::facts::policy_documents::{PROPERTIES, PolicyProperty, Purpose};
use crate::source::Span;
use crate::syntax::{Entry, Map, Node, Text};
use crate::template::conditions::Side;
use crate::template::intrinsics;
use crate::template::references::{Reference, references};
use std::ops::Range;

/// A policy document as the user wrote it.
#[derive(Clone, Debug)]
pub(crate) struct PolicyDocument<'a> {
    pub purpose: Purpose,
    pub type_name: &'static str,
    /// The document itself; none where statements stand alone.
    pub map: Option<&'a Map>,
    /// Where it is said that something is missing in it.
    pub span: Span,
    pub statements: Vec<Statement<'a>>,
    /// The resource that it belongs to; none in `Globals`.
    pub resource: Option<&'a Text>,
}

/// A statement of a policy document.
#[derive(Clone, Debug)]
pub(crate) struct Statement<'a> {
    pub map: &'a Map,
    /// Where it stands.
    pub span: Span,
    /// The sides of conditions that lead to it.
    pub sides: Vec<Side>,
}

/// A value of an element of a statement: one text, with the sides of conditions that lead to it.
#[derive(Clone, Debug)]
pub(crate) struct Part<'a> {
    pub node: &'a Node,
    pub sides: Vec<Side>,
}

/// Something that holds policies: a resource, or what `Globals` says of resources of a type.
struct Holder<'a> {
    type_name: &'a str,
    resource: Option<&'a Text>,
    properties: &'a Map,
    sides: Vec<Side>,
}

impl<'a> PolicyDocument<'a> {
    /// A finding in this document.
    pub(crate) fn report(&self, finding: Diagnostic) -> Diagnostic {
        filed(finding, self.resource, None)
    }

    /// The services that may take on the role whose trust this is; `None` where others may be among its principals.
    pub(crate) fn trusted_services(&self, evaluator: &Evaluator<'a>) -> Option<Vec<String>> {
        let written = self.map.filter(|it| !is_open(it))?.get("Statement")?;
        let written = written.list().unwrap_or(std::slice::from_ref(written));
        // A function may come to other statements than are seen.
        if written.iter().any(intrinsics::is_intrinsic) || written.len() != self.statements.len() {
            return None;
        }
        let mut services = Vec::new();
        let is_denied = |it: &Statement<'_>| it.map.get("Effect").is_some_and(|it| it.is_text("Deny"));
        for statement in self.statements.iter().filter(|it| !is_denied(it)) {
            services.extend(statement.services(evaluator)?);
        }
        Some(services).filter(|it| !it.is_empty())
    }
}

impl<'a> Statement<'a> {
    /// Whether something may be put into it that is not known before deployment.
    pub(crate) fn is_open(&self) -> bool {
        is_open(self.map)
    }

    /// The values of its elements of these names.
    pub(crate) fn parts(&self, names: &[&str], evaluator: &Evaluator<'a>) -> Vec<Part<'a>> {
        let found = names.iter().filter_map(|it| self.map.present(it));
        found.flat_map(|it| parts(it, &self.sides, evaluator)).collect()
    }

    /// The principals of a kind, such as `AWS`.
    pub(crate) fn principals(&self, kind: &str, evaluator: &Evaluator<'a>) -> Vec<Part<'a>> {
        let found = ["Principal", "NotPrincipal"].into_iter().filter_map(|it| self.map.present(it));
        let maps = found.flat_map(|it| evaluator.maps(it, &self.sides));
        let of_kind = maps.filter_map(|(map, sides)| Some(parts(map.present(kind)?, &sides, evaluator)));
        of_kind.flatten().collect()
    }

    /// The services that it names; `None` where others may be among its principals.
    fn services(&self, evaluator: &Evaluator<'a>) -> Option<Vec<String>> {
        let principal = self.map.get("Principal").and_then(Node::map).filter(|it| !is_open(it))?;
        let is_any = |it: &Node| it.is_text("*");
        let is_unknown =
            |it: &Node| is_any(it) || it.list().is_some_and(|it| it.iter().any(is_any)) || intrinsics::is_if(it);
        if self.is_open() || principal.in_any_order().any(|(_, it)| is_unknown(it)) {
            return None;
        }
        let names = self.principals("Service", evaluator).into_iter().map(|part| {
            let text = part.node.text().or_else(|| intrinsics::argument(part.node, "Fn::Sub").and_then(Node::text))?;
            // What a parameter says can change, and what stands elsewhere is not known.
            let is_known = |it: &String| !is_dynamic(it) && !it.split('.').next().is_some_and(|it| it.contains("${"));
            Some(text.to_string()).filter(is_known)
        });
        names.collect()
    }
}

/// A text that a part comes to.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    /// What is not known before deployment stands in it as `${…}`.
    pub text: Text,
    /// Where it is used.
    pub at: Span,
    /// Where it is written, if elsewhere.
    written: Option<Span>,
    /// Whether it is a text of its own where it is used.
    is_literal: bool,
}

impl Part<'_> {
    /// The texts that it comes to, as far as they are known. What is looked up at deployment is not, nor is a word that a
    /// script may replace.
    pub(crate) fn readings(&self, evaluator: &Evaluator<'_>) -> Vec<Reading> {
        // The value of a parameter that is a list has all of them in one text.
        let is_list =
            intrinsics::argument(self.node, "Ref").and_then(Node::text).is_some_and(|it| evaluator.is_list(it));
        if is_list || self.has_stand_in(evaluator) {
            return Vec::new();
        }
        let reading = |it: KnownValue| {
            let written = Some(it.node.span).filter(|_| !it.is_written_here() && it.node.span != Span::NOWHERE);
            Some(Reading { text: it.node.text()?.clone(), at: it.at, written, is_literal: self.node.text().is_some() })
        };
        let mut found: Vec<Reading> =
            evaluator.values_where(&self.sides, self.node).into_iter().filter_map(reading).collect();
        if found.is_empty() {
            let (at, is_literal) = (self.node.span, false);
            found.extend(pattern(self.node).map(|it| Reading { text: it.into(), at, written: None, is_literal }));
        }
        let is_known = |it: &Reading| !is_dynamic(&it.text) && !is_placeholder(&it.text);
        found.retain(is_known);
        found
    }
}

impl Part<'_> {
    /// Whether it has something of a parameter in it whose value stands for one that is still to be given, or for none.
    fn has_stand_in(&self, evaluator: &Evaluator<'_>) -> bool {
        let value = |it: &Reference| evaluator.expanded.parameters.value(&it.name).and_then(Node::text).cloned();
        references(self.node).iter().filter_map(value).any(|it| is_stand_in(&it))
    }
}

impl Reading {
    /// A finding about the text.
    pub(crate) fn finding(&self, code: &'static Code, message: impl Into<String>) -> Diagnostic {
        let finding = Diagnostic::new(code, self.at, message);
        match self.written {
            Some(written) => finding.related(written, "this is its value"),
            None => finding,
        }
    }

    /// Where a part of it stands, if it can be replaced there.
    pub(crate) fn span_of(&self, part: Range<usize>, evaluator: &Evaluator<'_>) -> Option<Span> {
        if self.is_literal { evaluator.part_span(self.at, &self.text, part) } else { None }
    }

    /// Asks whether `near` was meant by a part of it, and offers to write it.
    pub(crate) fn did_you_mean<'n>(
        &self,
        finding: Diagnostic,
        part: Range<usize>,
        near: impl Into<Near<'n>>,
        evaluator: &Evaluator<'_>,
    ) -> Diagnostic {
        let near = near.into();
        let written = &self.text[part.clone()];
        let meant = [&self.text[..part.start], near.name, &self.text[part.end..]].concat();
        match self.span_of(part.clone(), evaluator) {
            Some(span) => finding.did_you_mean_of_aws(span, written, near).help(format!("did you mean `{meant}`?")),
            None => finding.help(format!("did you mean `{meant}`?")),
        }
    }

    /// Whether all of it is known.
    pub(crate) fn is_whole(&self) -> bool {
        !self.text.contains("${")
    }
}

/// Whether something may be put into a map that is not known before deployment.
pub(crate) fn is_open(map: &Map) -> bool {
    map.keys().any(|it| it.starts_with("Fn::"))
}

/// All policy documents of a template, in the order of the text.
pub(super) fn policy_documents<'a>(evaluator: &Evaluator<'a>) -> Vec<PolicyDocument<'a>> {
    let mut found = Vec::new();
    for holder in holders(evaluator) {
        for property in PROPERTIES.iter().filter(|it| it.type_name == holder.type_name) {
            holder.documents(property, evaluator, &mut found);
        }
    }
    found
}

/// The entries of `Policies` of SAM's resources, or the managed policies of others, each with the resource and whether it
/// is of SAM.
pub(crate) fn attached_policies<'a>(evaluator: &Evaluator<'a>) -> Vec<(Part<'a>, Option<&'a Text>, bool)> {
    let mut found = Vec::new();
    for holder in holders(evaluator) {
        let is_of_sam = holder.type_name.starts_with("AWS::Serverless::");
        let names: &[&str] = match holder.type_name {
            "AWS::Serverless::Function" | "AWS::Serverless::StateMachine" => &["Policies"],
            "AWS::IAM::Role" | "AWS::IAM::User" | "AWS::IAM::Group" => &["ManagedPolicyArns"],
            _ => continue,
        };
        for name in names {
            let value = holder.properties.present(name);
            let all = value.map(|it| parts(it, &holder.sides, evaluator)).unwrap_or_default();
            found.extend(all.into_iter().map(|it| (it, holder.resource, is_of_sam)));
        }
    }
    found
}

fn holders<'a>(evaluator: &Evaluator<'a>) -> Vec<Holder<'a>> {
    let mut found = Vec::new();
    let globals = evaluator.template.section("Globals").and_then(Node::map);
    for (name, entry) in globals.into_iter().flat_map(Map::entries) {
        let type_name = PROPERTIES.iter().map(|it| it.type_name);
        let type_name = type_name.into_iter().find(|it| it.strip_prefix("AWS::Serverless::") == Some(&**name));
        if let (Some(type_name), Some(properties)) = (type_name, entry.value.map()) {
            found.push(Holder { type_name, resource: None, properties, sides: Vec::new() });
        }
    }
    for (id, entry) in evaluator.template.resources().entries() {
        let type_name = entry.value.get("Type").and_then(Node::text);
        let properties = entry.value.get("Properties").and_then(Node::map);
        if let (Some(type_name), Some(properties)) = (type_name, properties) {
            found.push(Holder { type_name, resource: Some(id), properties, sides: evaluator.sides_of(id) });
        }
    }
    found
}

impl<'a> Holder<'a> {
    fn documents(
        &self,
        property: &'static PolicyProperty,
        evaluator: &Evaluator<'a>,
        found: &mut Vec<PolicyDocument<'a>>,
    ) {
        let [first, path @ ..] = property.path else { return };
        let Some((_, entry)) = self.properties.entry(first) else { return };
        for (key_span, node, sides) in leaves(entry, path, &self.sides, evaluator) {
            if property.is_bare {
                found.push(PolicyDocument {
                    purpose: property.purpose,
                    type_name: property.type_name,
                    map: None,
                    span: key_span,
                    statements: statements(node, &sides, evaluator),
                    resource: self.resource,
                });
                continue;
            }
            for (map, sides) in evaluator.maps(node, &sides) {
                // An entry of `Policies` of SAM is a document only if it has statements.
                let is_policy = property.path != ["Policies", "*"] || map.contains_key("Statement");
                if is_policy {
                    found.push(PolicyDocument {
                        purpose: property.purpose,
                        type_name: property.type_name,
                        map: Some(map),
                        span: key_span,
                        statements: map
                            .present("Statement")
                            .map_or_else(Vec::new, |it| statements(it, &sides, evaluator)),
                        resource: self.resource,
                    });
                }
            }
        }
    }
}

/// What stands at the end of a path, with where it is said that something is missing there.
fn leaves<'a>(
    entry: &'a Entry,
    path: &[&str],
    sides: &[Side],
    evaluator: &Evaluator<'a>,
) -> Vec<(Span, &'a Node, Vec<Side>)> {
    match path {
        [] => vec![(entry.key_span, &entry.value, sides.to_vec())],
        // The only document need not be in a list.
        ["*"] => {
            let all = parts(&entry.value, sides, evaluator).into_iter();
            all.map(|it| (it.node.span, it.node, it.sides)).collect()
        }
        ["*", rest @ ..] => {
            let all = parts(&entry.value, sides, evaluator).into_iter();
            all.flat_map(|it| within(it.node, rest, &it.sides, evaluator)).collect()
        }
        rest => within(&entry.value, rest, sides, evaluator),
    }
}

fn within<'a>(
    node: &'a Node,
    path: &[&str],
    sides: &[Side],
    evaluator: &Evaluator<'a>,
) -> Vec<(Span, &'a Node, Vec<Side>)> {
    let [name, rest @ ..] = path else { return Vec::new() };
    let maps = evaluator.maps(node, sides).into_iter();
    let found = maps.filter_map(|(map, sides)| Some(leaves(map.entry(name)?.1, rest, &sides, evaluator)));
    found.flatten().collect()
}

fn statements<'a>(node: &'a Node, sides: &[Side], evaluator: &Evaluator<'a>) -> Vec<Statement<'a>> {
    let maps = parts(node, sides, evaluator).into_iter().filter(|it| !intrinsics::is_intrinsic(it.node));
    maps.filter_map(|it| Some(Statement { map: it.node.map()?, span: it.node.span, sides: it.sides })).collect()
}

/// A value, or all items of a list, on all sides of the conditions that decide them.
pub(crate) fn parts<'a>(node: &'a Node, sides: &[Side], evaluator: &Evaluator<'a>) -> Vec<Part<'a>> {
    let mut found = Vec::new();
    for branch in evaluator.present_branches(node, sides).filter(|it| !it.node.is_null()) {
        match branch.node.list() {
            Some(items) => {
                let items = items.iter().filter(|it| !it.is_null());
                let all = items.flat_map(|it| evaluator.present_branches(it, &branch.sides).collect::<Vec<_>>());
                found.extend(all.map(|it| Part { node: it.node, sides: it.sides }));
            }
            None => found.push(Part { node: branch.node, sides: branch.sides }),
        }
    }
    found
}

/// The text that a node makes, in which `${…}` stands for what is not known before deployment.
pub(crate) fn pattern(node: &Node) -> Option<String> {
    if let Some(text) = node.text() {
        return Some(text.to_string());
    }
    let name = intrinsics::name(node)?;
    let argument = intrinsics::argument(node, name)?;
    match (&**name, argument.list()) {
        ("Ref", _) => argument.text().map(|it| format!("${{{it}}}")),
        ("Fn::GetAtt", None) => argument.text().map(|it| format!("${{{it}}}")),
        ("Fn::GetAtt", Some([id, attribute])) => Some(format!("${{{}.{}}}", id.text()?, attribute.text()?)),
        ("Fn::Sub", None) => argument.text().map(ToString::to_string),
        ("Fn::Sub", Some([text, _])) => text.text().map(ToString::to_string),
        ("Fn::Join", Some([between, items])) => {
            let (between, items) = (between.text()?, items.list()?);
            if between.len().saturating_mul(items.len()) > MOST_BETWEEN {
                return None;
            }
            let items: Option<Vec<String>> = items.iter().map(pattern).collect();
            Some(items?.join(between))
        }
        _ => None,
    }
}
