//! What a loop goes over.
use super::super::resolver::{Resolver, is_no_value};
use super::super::values::{is_open, text_of};
use super::super::{Inputs, Purpose, Refused};
use super::body::Loop;
use crate::diagnostic::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::{Node, Text};
use crate::template::intrinsics;
use crate::template::pseudo_parameters::PSEUDO_PARAMETERS;

const LITERAL: &str = "write the values themselves, or a parameter of the type `CommaDelimitedList`";

/// An item of a collection.
pub(super) struct Item {
    pub text: Text,
    pub span: Span,
    /// Whether it only stands for what is not known.
    pub is_assumed: bool,
}

/// The items that a loop goes over. Where they are not known, and need not be, those that the parameter allows, or one that
/// stands for all.
pub(super) fn items(of: &Loop<'_>, resolver: &mut Resolver<'_>, inputs: &Inputs<'_>) -> Result<Vec<Item>, Refused> {
    let changes = resolver.changes();
    let items = known(of, resolver, inputs);
    // With other values, there are some.
    let is_without = items.as_ref().is_ok_and(Vec::is_empty) || items.is_err();
    if inputs.purpose == Purpose::Check && is_without && resolver.changes() > changes {
        return Ok(vec![assumed(of, 0, of.collection.span)]);
    }
    items
}

fn known(of: &Loop<'_>, resolver: &mut Resolver<'_>, inputs: &Inputs<'_>) -> Result<Vec<Item>, Refused> {
    let collection = of.collection;
    let changes = resolver.changes();
    if collection.map().is_none() && collection.list().is_none() {
        return Err(not_a_list(of, collection, resolver));
    }
    let resolved = resolver.resolve(collection)?;
    if is_open(&resolved) {
        return unknown(of, &resolved, resolver, inputs);
    }
    let Some(values) = resolved.list() else { return Err(not_a_list(of, &resolved, resolver)) };
    // Items that were written out say where they stand themselves.
    let mut items = Vec::new();
    for value in values.iter().filter(|it| !is_no_value(it)) {
        if is_open(value) {
            if inputs.purpose == Purpose::Check && resolver.values.may_be_known(value) {
                items.push(assumed(of, items.len(), value.span));
                continue;
            }
            let message = format!("an item of loop `{}` is not known before the deployment", of.name);
            let finding = Diagnostic::new(&codes::UNRESOLVABLE_COLLECTION, value.span, message).help(LITERAL);
            return Err(resolver.refuse(finding, changes));
        }
        let Some(text) = text_of(value) else {
            let message = format!("an item of loop `{}` is {}; it must be a string", of.name, value.kind_name());
            let finding = Diagnostic::new(&codes::INVALID_LOOP, value.span, message);
            return Err(resolver.refuse(finding.help("write a string, a number or a boolean"), changes));
        };
        if text.starts_with("{{resolve:") {
            let message = format!(
                "an item of loop `{}` is a dynamic reference, which is not known before the deployment",
                of.name
            );
            let finding = Diagnostic::new(&codes::UNRESOLVABLE_COLLECTION, value.span, message).help(LITERAL);
            return Err(resolver.refuse(finding, changes));
        }
        items.push(Item { text, span: value.span, is_assumed: false });
    }
    Ok(items)
}

/// An item that stands for one that is not known: its name is that of the identifier.
fn assumed(of: &Loop<'_>, number: usize, span: Span) -> Item {
    let name: String = of.identifier.chars().filter(char::is_ascii_alphanumeric).collect();
    let text = if number == 0 { name } else { format!("{name}{number}") };
    Item { text: text.into(), span, is_assumed: true }
}

/// Reports that a loop goes over something that is no list.
fn not_a_list(of: &Loop<'_>, collection: &Node, resolver: &mut Resolver<'_>) -> Refused {
    let changes = resolver.changes();
    let parameter = intrinsics::argument(of.collection, "Ref").and_then(Node::text);
    let (message, help) = match parameter.filter(|it| resolver.values.parameter(it).is_some()) {
        Some(name) => (
            format!("parameter `{name}` is not a list, and loop `{}` goes over it", of.name),
            format!("give `{name}` the type `CommaDelimitedList`"),
        ),
        None => (
            format!("the collection of loop `{}` is {}; it must be a list", of.name, collection.kind_name()),
            LITERAL.to_owned(),
        ),
    };
    // Its form does not change with its value.
    resolver.refuse(Diagnostic::new(&codes::INVALID_LOOP, of.collection.span, message).help(help), changes)
}

/// What is done where a collection stays a function.
fn unknown(
    of: &Loop<'_>,
    resolved: &Node,
    resolver: &mut Resolver<'_>,
    inputs: &Inputs<'_>,
) -> Result<Vec<Item>, Refused> {
    let changes = resolver.changes();
    let parameter = intrinsics::argument(resolved, "Ref").and_then(Node::text);
    let parameter = parameter.filter(|it| resolver.values.parameter(it).is_some());
    let is_secret = parameter.is_some_and(|it| resolver.values.is_secret(it));
    if parameter.is_some_and(|it| !is_secret && !resolver.values.is_list(it) && !is_looked_up(it, resolver)) {
        return Err(not_a_list(of, resolved, resolver));
    }
    let may_be_assumed = inputs.purpose == Purpose::Check && resolver.values.may_be_known(resolved);
    if may_be_assumed {
        let allowed = parameter.and_then(|it| resolver.values.allowed(it));
        let texts = allowed.map(|it| it.iter().filter_map(text_of).collect::<Vec<_>>()).unwrap_or_default();
        if texts.is_empty() {
            return Ok(vec![assumed(of, 0, of.collection.span)]);
        }
        resolver.note_change();
        let item = |text: Text| Item { text, span: of.collection.span, is_assumed: false };
        return Ok(texts.into_iter().map(item).collect());
    }
    let (message, help) = match parameter {
        Some(name) if is_secret => (
            format!("loop `{}` goes over parameter `{name}`, which has `NoEcho`", of.name),
            format!("remove `NoEcho` from `{name}`, or write the values themselves"),
        ),
        Some(name) => (
            format!("loop `{}` goes over parameter `{name}`, which has no value", of.name),
            format!("give it a value: `--parameter-overrides {name}=…`"),
        ),
        None => {
            let message = match pseudo_parameter_in(resolved) {
                Some(name) => {
                    format!("the collection of loop `{}` depends on `{name}`, which samc does not know", of.name)
                }
                None => format!("the collection of loop `{}` is not known before the deployment", of.name),
            };
            (message, LITERAL.to_owned())
        }
    };
    let finding = Diagnostic::new(&codes::UNRESOLVABLE_COLLECTION, of.collection.span, message);
    Err(resolver.refuse(finding.help(help), changes))
}

/// The pseudo parameter that a value hangs on. CloudFormation knows it when it runs the transform.
fn pseudo_parameter_in(value: &Node) -> Option<Text> {
    let mut found = None;
    value.walk(&mut |it| {
        let name = intrinsics::argument(it, "Ref").and_then(Node::text);
        if let Some(name) = name.filter(|it| PSEUDO_PARAMETERS.contains(&&***it)) {
            found.get_or_insert_with(|| name.clone());
        }
    });
    found
}

/// Whether the value of a parameter is looked up in Parameter Store.
fn is_looked_up(name: &str, resolver: &Resolver<'_>) -> bool {
    let type_name = resolver.values.parameter(name).and_then(|it| it.get("Type")).and_then(Node::text);
    type_name.is_some_and(|it| it.starts_with("AWS::SSM::Parameter"))
}
