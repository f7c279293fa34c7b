//! `Fn::ToJsonString`.
use super::super::Purpose;
use super::super::resolver::Resolver;
use super::super::values::is_open;
use super::{Refused, Resolved, called, invalid_since};
use crate::python::json::{compact_json, write_unescaped};
use crate::syntax::{IntoNode, Map, Node, Value, measure};
use crate::template::intrinsics;

const FORM: &str = "Fn::ToJsonString: {Key: Value}";

/// Functions that say whether a condition holds.
const OF_CONDITIONS: [&str; 5] = ["Fn::And", "Fn::Or", "Fn::Not", "Fn::Equals", "Condition"];
/// Functions that give lists, which no text can hold.
const OF_LISTS: [&str; 3] = ["Fn::Split", "Fn::GetAZs", "Fn::Cidr"];

/// The text of a value: a text, or an `Fn::Sub` of what is known only when the template is deployed.
pub(super) fn to_json_string(resolver: &mut Resolver<'_>, call: &Node, argument: &Node) -> Resolved {
    let changes = resolver.changes();
    if argument.map().is_none() && argument.list().is_none() {
        let message = format!("`Fn::ToJsonString` takes a map or a list, not {}", argument.kind_name());
        return Err(invalid_since(resolver, changes, argument.span, message, FORM));
    }
    check(resolver, argument)?;
    let value = resolver.resolve(argument)?;
    if is_open(&value) && !resolver.values.waits_for_resource(&value) {
        return Ok(called(call, value));
    }
    if is_open(&value) || (value.map().is_none() && value.list().is_none()) {
        let message = "`Fn::ToJsonString` takes a map or a list that is known before the deployment".to_owned();
        return Err(invalid_since(resolver, changes, argument.span, message, FORM));
    }
    resolver.make_room_for_text(measure(&value).0, call.span)?;
    let mut writer = Writer { text: String::new(), variables: Map::new(), has_functions: false };
    if let Err(list) = writer.write(&value) {
        let name = intrinsics::name(list).map_or("a function", |it| it);
        let message = format!("`{name}` gives a list that is not known before the deployment");
        let span = list.span;
        return Err(invalid_since(resolver, changes, span, message, FORM));
    }
    // Those who look for mistakes want to see what is in it.
    if resolver.values.purpose() == Purpose::Check {
        let call = called(call, value);
        return Ok(resolver.kept(call));
    }
    if !writer.has_functions {
        return resolver.text([&*compact_json(&value)].into_iter(), call.span);
    }
    let text = resolver.text([&*writer.text].into_iter(), call.span)?;
    let argument = match writer.variables.is_empty() {
        true => text,
        false => Node::new(call.span, Value::List(vec![text, writer.variables.into_node(call.span)])),
    };
    let mut substitution = Map::new();
    substitution.insert("Fn::Sub", argument);
    Ok(substitution.into_node(call.span))
}

/// Looks for what may not stand in there.
fn check(resolver: &mut Resolver<'_>, node: &Node) -> Result<(), Refused> {
    let arns = intrinsics::argument(node, "Ref").filter(|it| it.is_text("AWS::NotificationARNs"));
    let name = node.map().and_then(Map::only).map(|(key, _)| key).filter(|it| OF_CONDITIONS.contains(&&***it));
    if arns.is_some() || name.is_some() {
        let what = name.map_or("AWS::NotificationARNs", |it| it);
        let message = format!("`{what}` cannot be used within `Fn::ToJsonString`");
        let changes = resolver.changes();
        return Err(invalid_since(resolver, changes, node.span, message, FORM));
    }
    let mut outcome = Ok(());
    let mut below = |it: &Node| {
        if let Err(refused) = check(resolver, it) {
            outcome = Err(refused);
        }
    };
    match &node.value {
        Value::Map(map) => map.values().for_each(&mut below),
        Value::List(items) => items.iter().for_each(&mut below),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => (),
    }
    outcome
}

/// Writes JSON as the text of an `Fn::Sub`.
struct Writer {
    text: String,
    /// Functions that are not written into the text, by the variables that stand for them there.
    variables: Map,
    has_functions: bool,
}

impl Writer {
    /// Writes a value; the function in it that cannot be written, where there is one.
    fn write<'n>(&mut self, node: &'n Node) -> Result<(), &'n Node> {
        if is_open(node) {
            self.has_functions = true;
            return self.write_call(node);
        }
        match &node.value {
            Value::Map(map) => {
                self.text.push('{');
                for (index, (key, value)) in map.iter().enumerate() {
                    self.text.push_str(if index > 0 { "," } else { "" });
                    self.write_literal(key);
                    self.text.push(':');
                    self.write(value)?;
                }
                self.text.push('}');
            }
            Value::List(items) => {
                self.text.push('[');
                for (index, item) in items.iter().enumerate() {
                    self.text.push_str(if index > 0 { "," } else { "" });
                    self.write(item)?;
                }
                self.text.push(']');
            }
            Value::Text(text) => self.write_literal(text),
            Value::Null | Value::Bool(_) | Value::Number(_) => self.text.push_str(&compact_json(node)),
        }
        Ok(())
    }

    /// A text that is to stay as it is.
    fn write_literal(&mut self, text: &str) {
        let mut written = String::new();
        write_unescaped(text, &mut written);
        self.text.push_str(&written.replace("${", "${!"));
    }

    fn write_call<'n>(&mut self, node: &'n Node) -> Result<(), &'n Node> {
        let Some((name, argument)) = node.map().and_then(Map::only) else { return Err(node) };
        if OF_LISTS.contains(&&**name) {
            return Err(node);
        }
        let get_att = || -> Option<String> {
            let parts: Option<Vec<&str>> = argument.list()?.iter().map(|it| it.text().map(|it| &**it)).collect();
            parts.map(|it| it.join("."))
        };
        let variable = match &**name {
            "Ref" => argument.text().map(ToString::to_string),
            "Fn::GetAtt" => argument.text().map(ToString::to_string).or_else(get_att),
            _ => None,
        };
        match (variable, &**name, argument.text()) {
            (Some(variable), _, _) => self.text.push_str(&format!("\"${{{variable}}}\"")),
            (None, "Fn::Sub", Some(text)) => self.write_substitution(text),
            (None, _, _) => {
                let variable = format!("Value{}", self.variables.len() + 1);
                self.text.push_str(&format!("\"${{{variable}}}\""));
                self.variables.insert(variable, node.clone());
            }
        }
        Ok(())
    }

    /// The text of an `Fn::Sub`, whose variables stay, and whose other letters are written as JSON has them.
    fn write_substitution(&mut self, text: &str) {
        let quoted = |part: &str| {
            let mut written = String::new();
            write_unescaped(part, &mut written);
            written[1..written.len() - 1].to_owned()
        };
        self.text.push('"');
        let mut from = 0;
        while let Some(start) = text[from..].find("${").map(|at| from + at) {
            let Some(end) = text[start..].find('}').map(|at| start + at + 1) else { break };
            self.text.push_str(&quoted(&text[from..start]));
            let variable = &text[start..end];
            match variable.starts_with("${!") {
                true => self.text.push_str(&quoted(variable)),
                false => self.text.push_str(variable),
            }
            from = end;
        }
        self.text.push_str(&quoted(&text[from..]));
        self.text.push('"');
    }
}
