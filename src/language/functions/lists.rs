//! `Fn::Join`, `Fn::Split`, `Fn::Select` and `Fn::Base64`.
use super::super::resolver::Resolver;
use super::super::values::{is_open, text_of};
use super::{Resolved, arguments, called, invalid_since, what};
use crate::syntax::{IntoNode, Node, Text, Value, list_cost};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

const JOIN: &str = "!Join [Delimiter, [Value, Value]]";
const SPLIT: &str = "!Split [Delimiter, Text]";
const SELECT: &str = "!Select [Index, [Value, Value]]";

pub(super) fn join(resolver: &mut Resolver<'_>, call: &Node, argument: &Node) -> Resolved {
    let changes = resolver.changes();
    let [delimiter, items] = arguments(resolver, argument, 2..=2, JOIN)? else { return Ok(call.clone()) };
    let (delimiter, items) = (resolver.resolve(delimiter)?, resolver.resolve(items)?);
    let stays =
        |delimiter: Node, items: Node| called(call, Node::new(argument.span, Value::List(vec![delimiter, items])));
    if delimiter.text().is_none() && !is_open(&delimiter) {
        let message = format!("the delimiter of `Fn::Join` is {}; it must be a string", what(&delimiter));
        return Err(invalid_since(resolver, changes, delimiter.span, message, JOIN));
    }
    if is_open(&items) || is_open(&delimiter) {
        return Ok(stays(delimiter, items));
    }
    let Some(list) = items.list() else {
        let message = format!("`Fn::Join` joins {}; it must be a list", what(&items));
        return Err(invalid_since(resolver, changes, items.span, message, JOIN));
    };
    if let Some(item) = list.iter().find(|it| text_of(it).is_none() && !is_open(it)) {
        let message = format!("an item of `Fn::Join` is {}; it must be a string", what(item));
        return Err(invalid_since(resolver, changes, item.span, message, JOIN));
    }
    let texts: Option<Vec<Text>> = list.iter().map(text_of).collect();
    match texts.zip(delimiter.text()) {
        Some((texts, delimiter)) => {
            let pieces = texts.iter().enumerate().flat_map(|(at, it)| [if at > 0 { &**delimiter } else { "" }, &**it]);
            resolver.text(pieces, call.span)
        }
        None => Ok(stays(delimiter, items)),
    }
}

pub(super) fn split(resolver: &mut Resolver<'_>, call: &Node, argument: &Node) -> Resolved {
    let changes = resolver.changes();
    let [delimiter, source] = arguments(resolver, argument, 2..=2, SPLIT)? else { return Ok(call.clone()) };
    let (delimiter, source) = (resolver.resolve(delimiter)?, resolver.resolve(source)?);
    let Some(text) = delimiter.text().filter(|it| !it.is_empty()) else {
        let message = match delimiter.text() {
            Some(_) => "the delimiter of `Fn::Split` is empty".to_owned(),
            None => format!("the delimiter of `Fn::Split` is {}; it must be a string", what(&delimiter)),
        };
        return Err(invalid_since(resolver, changes, delimiter.span, message, SPLIT));
    };
    if is_open(&source) {
        return Ok(called(call, Node::new(argument.span, Value::List(vec![delimiter, source]))));
    }
    let Some(source) = source.text() else {
        let message = format!("`Fn::Split` splits {}; it must be a string", what(&source));
        return Err(invalid_since(resolver, changes, source.span, message, SPLIT));
    };
    resolver.make_room(list_cost(source.matches(&**text).count() + 1, source.len()), call.span)?;
    let items = source.split(&**text).map(|it| it.to_owned().into_node(call.span)).collect::<Vec<_>>();
    Ok(items.into_node(call.span))
}

pub(super) fn select(resolver: &mut Resolver<'_>, call: &Node, argument: &Node) -> Resolved {
    let changes = resolver.changes();
    let [index, source] = arguments(resolver, argument, 2..=2, SELECT)? else { return Ok(call.clone()) };
    let index = resolver.resolve(index)?;
    // Items that are `AWS::NoValue` count.
    let source = match source.list() {
        Some(items) => Node::new(source.span, Value::List(resolver.items(items)?)),
        None => resolver.resolve(source)?,
    };
    if is_open(&index) {
        return Ok(called(call, Node::new(argument.span, Value::List(vec![index, source]))));
    }
    let number = index.integer().or_else(|| index.text()?.trim().parse().ok());
    let Some(number) = number else {
        let message = format!("the index of `Fn::Select` is {}; it must be an integer", what(&index));
        return Err(invalid_since(resolver, changes, index.span, message, SELECT));
    };
    if is_open(&source) {
        return Ok(called(call, Node::new(argument.span, Value::List(vec![index, source]))));
    }
    let Some(items) = source.list() else {
        let message = format!("`Fn::Select` selects from {}; it must be a list", what(&source));
        return Err(invalid_since(resolver, changes, source.span, message, SELECT));
    };
    let item = usize::try_from(number).ok().and_then(|it| items.get(it));
    match item {
        Some(item) => Ok(item.clone()),
        None => {
            let count = if items.len() == 1 { "1 item".to_owned() } else { format!("{} items", items.len()) };
            let message = format!("there is no item {number} in a list of {count}");
            Err(invalid_since(resolver, changes, index.span, message, SELECT))
        }
    }
}

pub(super) fn base64(resolver: &mut Resolver<'_>, call: &Node, argument: &Node) -> Resolved {
    let changes = resolver.changes();
    let value = resolver.resolve(argument)?;
    if is_open(&value) {
        return Ok(called(call, value));
    }
    match value.text() {
        Some(text) => resolver.text([&*BASE64_STANDARD.encode(text.as_bytes())].into_iter(), call.span),
        None => {
            let message = format!("`Fn::Base64` encodes {}; it must be a string", what(&value));
            Err(invalid_since(resolver, changes, argument.span, message, "!Base64 Text"))
        }
    }
}
