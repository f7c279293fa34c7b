//! Templates in JSON: the JSON reader's tree becomes ours. The only file that names `jsonc_parser`.
//!
//! Numbers mean what they mean in YAML, since the reference reads JSON as YAML: `1e3` is a string there.
use super::findings::Findings;
use super::{DEEPEST_NESTING, Map, Node, Text, Value, scalar};
use crate::diagnostic::{Diagnostic, codes};
use crate::source::{Source, Span};
use jsonc_parser::ast::{self, ObjectPropName};
use jsonc_parser::common::{Range, Ranged};
use jsonc_parser::errors::ParseErrorKind;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

/// JSON to the letter.
const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// The first fault in a text that should be JSON: the byte where it stands, and what it is.
///
/// Control characters in strings pass, as do values that are nested too deeply to be looked at.
pub(crate) fn json_fault(text: &str) -> Option<(usize, String)> {
    match parse_to_ast(text, &CollectOptions::default(), &STRICT) {
        Ok(tree) if tree.value.is_none() => Some((text.len(), "it is empty".to_owned())),
        Ok(_) => None,
        Err(fault) if matches!(fault.kind(), ParseErrorKind::NestingDepthExceeded) => None,
        Err(fault) => {
            let mut message = fault.kind().to_string();
            if let Some(first) = message.get_mut(..1) {
                first.make_ascii_lowercase();
            }
            Some((fault.range().start, message))
        }
    }
}

/// Whether a text is meant to be JSON: a map whose first key is in quotes.
pub(super) fn is_meant(text: &str) -> bool {
    text.trim_start().strip_prefix('{').is_some_and(|it| it.trim_start().starts_with('"'))
}

/// Says in the words of JSON why a text cannot be read, in the place of what YAML says last of it: where both blame the same
/// place, and of what is a mistake in one of them alone. Of brackets, YAML knows better which is wrong.
pub(super) fn explain(source: &Source, found: &mut [Diagnostic]) {
    let Some(last) = found.last_mut() else { return };
    let Err(fault) = parse_to_ast(source.text(), &CollectOptions::default(), &STRICT) else { return };
    let (at, is_comment) = (fault.range().start, matches!(fault.kind(), ParseErrorKind::CommentsNotAllowed));
    let is_open = matches!(
        fault.kind(),
        ParseErrorKind::UnterminatedArray | ParseErrorKind::UnterminatedObject | ParseErrorKind::String(_)
    );
    let is_same_place = last.span.start as usize == at && !is_open;
    if !is_same_place && !is_comment && last.fix.is_none() {
        return;
    }
    let Some((at, fault)) = json_fault(source.text()) else { return };
    let end = at + source.text().get(at..).and_then(|it| it.chars().next()).map_or(0, char::len_utf8);
    *last = Diagnostic::new(&codes::SYNTAX_ERROR, source.span(at..end), format!("this is not valid JSON: {fault}"));
}

/// Reads a text that is JSON to the letter; `None` when it is not.
pub(super) fn parse(findings: &mut Findings<'_>) -> Option<Node> {
    let source = findings.source;
    let tree = parse_to_ast(source.text(), &CollectOptions::default(), &STRICT).ok()?.value?;
    // Too deep a tree goes to the YAML reader, which says so.
    node(tree, 0, findings)
}

/// `None` when the value is nested too deeply, or is no JSON after all.
fn node(value: ast::Value<'_>, depth: usize, findings: &mut Findings<'_>) -> Option<Node> {
    let at = span(value.range());
    if depth > DEEPEST_NESTING {
        return None;
    }
    let value = match value {
        ast::Value::NullKeyword(_) => Value::Null,
        ast::Value::BooleanLit(literal) => Value::Bool(literal.value),
        ast::Value::NumberLit(literal) => number(literal.value, at, findings),
        ast::Value::StringLit(literal) => {
            check_string(at, findings)?;
            Value::Text(Text::from(literal.value.into_owned()))
        }
        ast::Value::Array(array) => {
            Value::List(array.elements.into_iter().map(|it| node(it, depth + 1, findings)).collect::<Option<_>>()?)
        }
        ast::Value::Object(object) => {
            let mut map = Map::new();
            for property in object.properties {
                let key_span = span(property.name.range());
                check_string(key_span, findings)?;
                let key = match property.name {
                    ObjectPropName::String(literal) => literal.value.into_owned(),
                    ObjectPropName::Word(literal) => literal.value.to_owned(),
                };
                let value = node(property.value, depth + 1, findings)?;
                findings.insert(&mut map, key.into(), key_span, value);
            }
            Value::Map(map)
        }
    };
    Some(Node::new(at, value))
}

/// `None` when a string holds a line break or another control character as such, which the JSON reader lets pass.
fn check_string(at: Span, findings: &Findings<'_>) -> Option<()> {
    findings.source.slice(at).bytes().all(|it| it >= b' ').then_some(())
}

pub(super) fn number(digits: &str, at: Span, findings: &mut Findings<'_>) -> Value {
    match scalar::resolve(digits) {
        Ok(value) => value.unwrap_or_else(|| Value::Text(digits.to_owned().into())),
        Err(fault) => {
            findings.push(Diagnostic::new(&codes::SYNTAX_ERROR, at, fault.message(digits)));
            Value::Null
        }
    }
}

fn span(range: Range) -> Span {
    Span::new(range.start, range.end)
}
