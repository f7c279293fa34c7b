//! Values of template parameters, and putting them in the place of references.
use super::Template;
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::source::Span;
use crate::syntax::{IntoNode, LARGEST_TEMPLATE, Map, Node, Text, Value, measure};
use std::collections::HashSet;

/// Values that CloudFormation puts in while a change set is made; they stand for something not known yet.
const NOT_KNOWN_YET: &str = "{{IntrinsicFunction:";
/// Most references that are followed one inside the other; more means that a value refers to itself.
pub(super) const DEEPEST_REFERENCE: usize = 50;

/// The values that are known while a template is compiled: overrides, defaults and two pseudo parameters.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parameters {
    values: Map,
    /// The names that have a value from outside of the template.
    overridden: HashSet<String>,
}

impl Parameters {
    /// Collects `overrides`, then the defaults of the template but for those that are `uncertain`, then `AWS::Region` and `AWS::Partition`.
    pub(crate) fn new(
        template: &Template,
        overrides: Vec<(String, Text)>,
        uncertain: &[String],
        region: &str,
        partition: &'static str,
    ) -> Self {
        let mut values = Map::new();
        let overridden = overrides.iter().map(|(name, _)| name.clone()).collect();
        let declared = template.section("Parameters").and_then(Node::map);
        for (name, value) in overrides {
            let span = declared.and_then(|it| it.key_span(&name)).unwrap_or(Span::NOWHERE);
            values.insert(name, value.into_node(span));
        }
        for (name, parameter) in declared.into_iter().flat_map(Map::iter) {
            if let Some(default) = parameter.map().and_then(|it| it.get("Default"))
                && !values.contains_key(name)
                && !uncertain.iter().any(|it| **it == **name)
            {
                values.insert(name.clone(), default.clone());
            }
        }
        for (name, value) in [("AWS::Region", region.to_owned()), ("AWS::Partition", partition.to_owned())] {
            if !values.contains_key(name) {
                values.insert(name, value.into_node(Span::NOWHERE));
            }
        }
        Self { values, overridden }
    }

    /// The text that a parameter has from outside of the template.
    pub(crate) fn overridden(&self, name: &str) -> Option<&Text> {
        self.value(name).and_then(Node::text).filter(|_| self.overridden.contains(name))
    }

    /// The value of a parameter, if it is known.
    pub(crate) fn value(&self, name: &str) -> Option<&Node> {
        self.values.get(name).filter(|it| !it.text().is_some_and(|text| text.starts_with(NOT_KNOWN_YET)))
    }

    /// A copy of `node` with every `Ref` and `${…}` to a known parameter replaced by its value.
    pub(crate) fn resolve(&self, node: &Node, problems: &mut Problems) -> Node {
        let mut resolved = node.clone();
        self.resolve_in_place(&mut resolved, problems);
        resolved
    }

    /// What the reference leaves in the place of a node that it resolves only to look at it.
    ///
    /// It resolves below the node in place, but does not put a value in the place of a `Ref` that is the node itself.
    pub(crate) fn leftover(&self, node: &Node, problems: &mut Problems) -> Node {
        if self.referenced_value(node).is_some() { node.clone() } else { self.resolve(node, problems) }
    }

    /// Replaces every `Ref` and `${…}` to a known parameter by its value.
    ///
    /// Other intrinsics stay as they are. A parameter in an `Fn::Sub` that is not a string is an error, as in the
    /// reference.
    pub(crate) fn resolve_in_place(&self, node: &mut Node, problems: &mut Problems) {
        self.resolve_at(node, 0, &mut Some(MOST_PUT_IN), problems);
    }

    /// The value of `node`, where the reference resolves `node` in place: everything below it, but not a `Ref` that it
    /// is itself.
    pub(crate) fn resolve_below(&self, node: &mut Node, problems: &mut Problems) -> Node {
        if self.referenced_value(node).is_some() {
            return self.resolve(node, problems);
        }
        self.resolve_in_place(node, problems);
        node.clone()
    }

    /// `left` is what the lists and maps that are put in may still cost; `None` once it was reported that there are too many.
    fn resolve_at(&self, node: &mut Node, depth: usize, left: &mut Option<usize>, problems: &mut Problems) {
        if depth > DEEPEST_REFERENCE {
            let finding =
                Diagnostic::new(&codes::CIRCULAR_REFERENCE, node.span, "this parameter's value refers to itself");
            problems.push(finding.help("give the parameter a plain default"));
            return;
        }
        let mut depth = depth;
        if let Some(value) = self.referenced_value(node) {
            if value.list().is_some() || value.map().is_some() {
                let Some(rest) = *left else { return };
                *left = rest.checked_sub(measure(value).0);
                if left.is_none() {
                    return problems.push(value_too_large(node.span));
                }
            }
            let reference = std::mem::replace(node, value.clone());
            // Pseudo parameters are written nowhere but where they are referred to.
            if node.span == Span::NOWHERE {
                node.span = reference.span;
            }
            depth += 1;
        } else {
            self.substitute(node, problems);
        }
        match &mut node.value {
            Value::List(items) => items.iter_mut().for_each(|it| self.resolve_at(it, depth, left, problems)),
            Value::Map(map) => map.iter_mut().for_each(|(_, it)| self.resolve_at(it, depth, left, problems)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => (),
        }
    }

    fn referenced_value(&self, node: &Node) -> Option<&Node> {
        self.value(super::intrinsics::argument(node, "Ref")?.text()?)
    }

    /// Replaces what can be replaced in the text of an `Fn::Sub`.
    fn substitute(&self, node: &mut Node, problems: &mut Problems) {
        let Some(map) = node.map_mut().filter(|it| it.len() == 1) else { return };
        let Some(argument) = map.get_mut("Fn::Sub") else { return };
        let text = match &mut argument.value {
            Value::List(items) => match items.first_mut() {
                Some(first) => first,
                None => return,
            },
            _ => argument,
        };
        let span = text.span;
        let Value::Text(written) = &mut text.value else { return };
        let replaced = replace_variables(written, |name| {
            let value = self.value(name)?;
            if value.text().is_none() {
                let message = format!("`${{{name}}}` is {}; `Fn::Sub` takes strings only", value.kind_name());
                let finding = Diagnostic::new(&codes::INVALID_SUBSTITUTION, span, message);
                problems.push(finding.related(value.span, "the parameter's value").help("put the default in quotes"));
            }
            value.text().cloned()
        });
        match replaced {
            Some(replaced) => *written = replaced,
            None => problems.push(text_too_large(span)),
        }
    }
}

/// Says that values do not find room in a text; see [`replace_variables`].
pub(crate) fn text_too_large(span: Span) -> Diagnostic {
    let message = "with its values, this text becomes too large";
    Diagnostic::new(&codes::TEMPLATE_TOO_LARGE, span, message).help("use shorter values, or fewer of them")
}

/// Says that lists and maps do not find room where they are to be put in.
pub(super) fn value_too_large(span: Span) -> Diagnostic {
    let message = "with the values that are put in, this becomes too large";
    Diagnostic::new(&codes::TEMPLATE_TOO_LARGE, span, message).help("use shorter lists, or fewer of them")
}

/// Most that the lists and maps cost, see [`measure`], which are put into one value: that of a parameter may refer to others.
pub(super) const MOST_PUT_IN: usize = LARGEST_TEMPLATE / 4;
/// Most bytes that are looked through for variables which may have come with values.
const MOST_LOOKED_THROUGH: usize = 64 * LARGEST_TEMPLATE;

/// Replaces the variables of an `Fn::Sub` text: `${Name}` by what `value` gives for `Name`, if anything. `None` when the
/// text would be larger than a template may be.
///
/// As in the reference, the n-th variable found in the original replaces the first place where it *now* stands.
pub(crate) fn replace_variables(text: &Text, mut value: impl FnMut(&str) -> Option<Text>) -> Option<Text> {
    let variables = variables(text).into_iter();
    let values: Vec<_> =
        variables.filter_map(|(start, end)| Some((start..end, value(&text[start + 2..end - 1])?))).collect();
    if values.is_empty() {
        return Some(text.clone());
    }
    let length = text.len() + values.iter().map(|(_, it)| it.len()).sum::<usize>();
    if length > LARGEST_TEMPLATE {
        return None;
    }
    // What stands between values, or a value itself, may only be a variable if there are such characters in the values.
    let may_be_variables = values.iter().any(|(_, it)| it.contains(['$', '{', '}']));
    if may_be_variables && length * values.len() > MOST_LOOKED_THROUGH {
        return None;
    }
    let mut replaced = String::with_capacity(length);
    if may_be_variables {
        replaced.push_str(text);
        for (range, value) in values {
            replaced = replaced.replacen(&text[range], &value, 1);
        }
    } else {
        let mut from = 0;
        for (range, value) in values {
            replaced.push_str(&text[from..range.start]);
            replaced.push_str(&value);
            from = range.end;
        }
        replaced.push_str(&text[from..]);
    }
    Some(Text::from(replaced).with_unicode(text.is_unicode()))
}

/// Byte ranges of the variables `${Name}`, `${Id.Attribute}` and `${AWS::Name}` in the text of an `Fn::Sub`.
///
/// Literals (`${!Name}`) and anything with other characters are no variables.
pub(crate) fn variables(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find("${").map(|at| from + at) {
        let Some(length) = text[start + 2..].find('}') else { break };
        let name = &text[start + 2..start + 2 + length];
        if is_variable(name) {
            found.push((start, start + 3 + length));
            from = start + 3 + length;
        } else {
            from = start + 2;
        }
    }
    found
}

fn is_variable(name: &str) -> bool {
    let pseudo = name.strip_prefix("AWS::").is_some_and(|rest| {
        rest.starts_with(|it: char| it.is_ascii_uppercase()) && rest.chars().all(|it| it.is_ascii_alphabetic())
    });
    pseudo || (!name.is_empty() && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_names_attributes_and_pseudo_parameters() {
        let text = "${A}-${B.C}-${AWS::Region}-${!Literal}-${not this}-${${D}}-${open";
        let names: Vec<_> = variables(text).into_iter().map(|(start, end)| &text[start..end]).collect();
        assert_eq!(names, ["${A}", "${B.C}", "${AWS::Region}", "${D}"]);
    }

    #[test]
    fn each_variable_replaces_the_first_place_left() {
        let replaced = replace_variables(&"${A}${B}${A}".into(), |name| (name == "A").then(|| "x".into()));
        assert_eq!(replaced.as_deref(), Some("x${B}x"));
        // A value that is a variable itself stands first.
        let replaced = replace_variables(&"${A}${B}${A}".into(), |name| match name {
            "A" => Some("${B}".into()),
            "B" => Some("y".into()),
            _ => None,
        });
        assert_eq!(replaced.as_deref(), Some("y${B}${B}"));
        assert_eq!(replace_variables(&"${A}".repeat(1_000).into(), |_| Some("x".repeat(100_000).into())), None);
    }
}
