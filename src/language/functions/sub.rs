//! `Fn::Sub`.
use super::super::resolver::Resolver;
use super::super::values::{is_open, text_of};
use super::{Resolved, arguments, called, invalid};
use crate::diagnostic::{Diagnostic, codes};
use crate::syntax::{Entry, IntoNode, Map, Node, Text, Value};
use std::collections::HashMap;

const FORM: &str = "!Sub [Text, {Name: Value}]";

/// A piece of the text.
enum Piece<'t> {
    Written(&'t str),
    /// The value of a variable.
    Value(Text),
    /// `${!Name}`, which stands for `${Name}`.
    Literal(&'t str),
    Variable(&'t str),
}

impl Piece<'_> {
    /// What stands there, and what it stands in, where another `Fn::Sub` reads the text or not.
    fn parts(&self, is_read_again: bool) -> [&str; 3] {
        match self {
            Piece::Written(it) => ["", it, ""],
            Piece::Value(it) => ["", it, ""],
            Piece::Literal(it) if is_read_again => ["${!", it, "}"],
            Piece::Literal(it) | Piece::Variable(it) => ["${", it, "}"],
        }
    }

    /// What is no text of its own as another `Fn::Sub` reads it: a name ends with a brace and holds none.
    fn separator(&self) -> &'static str {
        match self {
            Piece::Written(_) | Piece::Value(_) => "${",
            Piece::Literal(_) | Piece::Variable(_) => "}",
        }
    }
}

/// A text, where all its variables are known; otherwise with those put in that are.
pub(super) fn sub(resolver: &mut Resolver<'_>, call: &Node, argument: &Node) -> Resolved {
    let changes = resolver.changes();
    let (text, own) = match argument.text() {
        Some(text) => (text.clone(), Map::new()),
        None => match arguments(resolver, argument, 2..=2, FORM)? {
            [Node { value: Value::Text(text), .. }, Node { value: Value::Map(own), .. }] => (text.clone(), own.clone()),
            _ => {
                let message = "`Fn::Sub` takes a text, or a text and a map".to_owned();
                return Err(invalid(resolver, argument.span, message, FORM));
            }
        },
    };
    let mut given: HashMap<&str, (Node, &Entry)> = HashMap::new();
    for (name, entry) in own.entries() {
        if entry.value.is_null() {
            let message = format!("variable `{name}` of `Fn::Sub` has no value");
            return Err(invalid(resolver, entry.key_span, message, FORM));
        }
        given.insert(name, (resolver.resolve(&entry.value)?, entry));
    }
    let mut pieces = Vec::new();
    let mut left: Vec<&str> = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find("${").map(|at| from + at) {
        let Some(length) = text[start + 2..].find('}') else { break };
        pieces.push(Piece::Written(&text[from..start]));
        let name = &text[start + 2..start + 2 + length];
        from = start + 3 + length;
        if let Some(literal) = name.strip_prefix('!') {
            pieces.push(Piece::Literal(literal));
            continue;
        }
        let name = name.trim();
        let value = match given.get_key_value(name) {
            Some((name, (value, _))) if is_open(value) => {
                left.push(name);
                None
            }
            Some((_, (value, _))) => Some(value.clone()),
            None if name.contains('.') => None,
            None => resolver.scalar(name, argument.span).map(|it| it.value),
        };
        match value {
            None => pieces.push(Piece::Variable(name)),
            Some(value) => match text_of(&value) {
                Some(it) => pieces.push(Piece::Value(it)),
                None => {
                    let message = format!("`${{{name}}}` is {}; `Fn::Sub` takes strings only", value.kind_name());
                    let finding = Diagnostic::new(&codes::INVALID_SUBSTITUTION, argument.span, message);
                    let finding = finding.help("put the items together with `Fn::Join` first");
                    // A list is one with any value.
                    let changes = if resolver.values.is_list(name) { resolver.changes() } else { changes };
                    return Err(resolver.refuse(finding, changes));
                }
            },
        }
    }
    pieces.push(Piece::Written(&text[from..]));
    if !pieces.iter().any(|it| matches!(it, Piece::Variable(_))) {
        return resolver.text(pieces.iter().flat_map(|it| it.parts(false)), call.span);
    }
    let escaped = pieces.iter().flat_map(|it| {
        let [before, inner, behind] = it.parts(true);
        let parts = inner.split(it.separator()).enumerate();
        let parts = parts.flat_map(|(at, part)| [if at > 0 { "${!" } else { "" }, part]);
        [before].into_iter().chain(parts).chain([behind])
    });
    let text = resolver.text(escaped, argument.list().and_then(<[Node]>::first).unwrap_or(argument).span)?;
    let mut variables = Map::new();
    for name in left {
        let (value, entry) = &given[name];
        variables.insert_at(name.to_owned().into(), entry.key_span, value.clone());
    }
    let argument = match variables.is_empty() {
        true => text,
        false => Node::new(argument.span, Value::List(vec![text, variables.into_node(argument.span)])),
    };
    Ok(called(call, argument))
}
