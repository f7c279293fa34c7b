//! Whether a parameter takes a value.
use crate::diagnostic::{listed, nearest};
use crate::source::Span;
use crate::syntax::{Map, Node};
use crate::template::pattern;
use std::cell::OnceCell;
use std::collections::HashSet;

/// Why a parameter does not take a value.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    /// The value, or the item of it.
    pub value: String,
    /// To be read behind the value: "is not one of its `AllowedValues`".
    pub fault: String,
    /// What does not allow it.
    pub reason: Span,
    pub help: Option<String>,
}

/// The first reason why a parameter with this declaration does not take `value`. Nothing is known of types whose values
/// stand for something in an account.
pub(crate) fn refusal(declaration: &Map, value: &str) -> Option<Refusal> {
    let parameter = Parameter { declaration, allowed: OnceCell::new() };
    match declaration.get("Type").and_then(Node::text).map(|it| &**it)? {
        "String" => parameter.not_allowed(value).or_else(|| parameter.wrong_text(value)),
        "Number" => parameter.not_allowed(value).or_else(|| parameter.wrong_number(value)),
        "CommaDelimitedList" => items(value).find_map(|it| parameter.not_allowed(it)),
        "List<Number>" => items(value).find_map(|it| parameter.not_allowed(it).or_else(|| parameter.wrong_number(it))),
        _ => None,
    }
}

/// The number that a text stands for.
pub(crate) fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|it: &f64| it.is_finite())
}

fn items(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim)
}

struct Parameter<'a> {
    declaration: &'a Map,
    /// The values of `AllowedValues`, which each item of a list is looked for among.
    allowed: OnceCell<Allowed>,
}

/// Texts, and the numbers that they stand for.
struct Allowed {
    texts: Vec<String>,
    known: HashSet<String>,
    numbers: HashSet<u64>,
}

impl Allowed {
    fn of(values: &[Node]) -> Self {
        let texts: Vec<String> = values.iter().map(Node::plain_text).collect();
        let numbers = texts.iter().filter_map(|it| number(it)).map(bits).collect();
        Self { known: texts.iter().cloned().collect(), numbers, texts }
    }

    fn contain(&self, value: &str) -> bool {
        self.known.contains(value) || number(value).is_some_and(|it| self.numbers.contains(&bits(it)))
    }
}

/// The same for the same number: zero has one sign.
fn bits(number: f64) -> u64 {
    (number + 0.0).to_bits()
}

impl Parameter<'_> {
    fn not_allowed(&self, value: &str) -> Option<Refusal> {
        let allowed = self.declaration.get("AllowedValues")?;
        let list = allowed.list()?;
        let values = self.allowed.get_or_init(|| Allowed::of(list));
        if values.contain(value) {
            return None;
        }
        let refusal = Refusal::new(value, "is not one of its `AllowedValues`", allowed.span);
        let help = match nearest(value, values.texts.iter().map(|it| &**it)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("allowed values are {}", listed(values.texts.iter().map(|it| &**it))),
        };
        Some(Refusal { help: Some(help), ..refusal })
    }

    fn wrong_text(&self, value: &str) -> Option<Refusal> {
        let length = value.chars().count() as f64;
        if let Some((limit, span)) = self.limit("MinLength").filter(|(limit, _)| length < *limit) {
            return Some(Refusal::new(value, format!("is shorter than its `MinLength`, {limit}"), span));
        }
        if let Some((limit, span)) = self.limit("MaxLength").filter(|(limit, _)| length > *limit) {
            return Some(Refusal::new(value, format!("is longer than its `MaxLength`, {limit}"), span));
        }
        let allowed = self.declaration.get("AllowedPattern")?;
        let matches = pattern::matches_whole(allowed.text()?, value)?;
        (!matches).then(|| Refusal::new(value, "does not match its `AllowedPattern`", allowed.span))
    }

    fn wrong_number(&self, value: &str) -> Option<Refusal> {
        let Some(found) = number(value) else {
            // Of an empty value it is not certain what CloudFormation says.
            let span = self.declaration.get("Type").map_or(Span::NOWHERE, |it| it.span);
            return (!value.is_empty()).then(|| Refusal::new(value, "is not a number, as its `Type` requires", span));
        };
        if let Some((limit, span)) = self.limit("MinValue").filter(|(limit, _)| found < *limit) {
            return Some(Refusal::new(value, format!("is less than its `MinValue`, {limit}"), span));
        }
        let (limit, span) = self.limit("MaxValue").filter(|(limit, _)| found > *limit)?;
        Some(Refusal::new(value, format!("is more than its `MaxValue`, {limit}"), span))
    }

    fn limit(&self, name: &str) -> Option<(f64, Span)> {
        let limit = self.declaration.get(name)?;
        Some((number(&limit.plain_text())?, limit.span))
    }
}

impl Refusal {
    fn new(value: &str, fault: impl Into<String>, reason: Span) -> Self {
        Self { value: value.to_owned(), fault: fault.into(), reason, help: None }
    }
}
