//! Fixes for values of the wrong type. They depend on how a value is written, which those who find them do not see.
use crate::diagnostic::{Diagnostic, Fault, Fix, Wanted};
use crate::facts::units::{Counted, counted};
use crate::source::{Source, Sources};
use crate::syntax::{Value, plain_scalar};

/// Longer values are no help when they are repeated.
const LONGEST: usize = 100;

/// Adds a fix, and help that says what to write, where a value can be written as one of the type that is asked for.
pub(crate) fn add_fixes(sources: &Sources, findings: &mut [Diagnostic]) {
    for finding in findings.iter_mut().filter(|it| it.fix.is_none() && !it.wanted.is_empty()) {
        let source = sources.of(finding.span);
        let Some(written) = Written::at(finding, source) else { continue };
        let property = match &finding.subject.fault {
            Fault::Value { property } => property.as_str(),
            _ => "",
        };
        let Some((meant, is_certain)) = finding.wanted.iter().find_map(|it| written.as_type(*it, property)) else {
            continue;
        };
        let title = format!("write `{meant}`");
        finding.help = Some(if is_certain { title.clone() } else { format!("did you mean `{meant}`?") });
        finding.fix = Some(Fix { is_certain, ..Fix::verbatim(title, finding.span, meant) });
    }
}

/// A value as it stands on one line.
struct Written<'a> {
    whole: &'a str,
    /// What it says, and whether that is in quotes.
    text: &'a str,
    is_quoted: bool,
    is_json: bool,
}

impl<'a> Written<'a> {
    fn at(finding: &Diagnostic, source: &'a Source) -> Option<Self> {
        source.range(finding.span)?;
        let whole = source.slice(finding.span);
        let is_short = !whole.is_empty() && whole.len() <= LONGEST && whole.trim() == whole && !whole.contains('\n');
        let inner = ['"', '\''].iter().find_map(|it| whole.strip_prefix(*it)?.strip_suffix(*it));
        let is_plain = |text: &str| !text.contains(['"', '\'', '\\']);
        let is_json = source.text().trim_start().starts_with('{');
        let written = Self { whole, text: inner.unwrap_or(whole), is_quoted: inner.is_some(), is_json };
        (is_short && is_plain(written.text)).then_some(written)
    }

    /// The value as one of a type, and whether that is surely meant.
    fn as_type(&self, wanted: Wanted, property: &str) -> Option<(String, bool)> {
        match wanted {
            Wanted::Boolean if self.is_quoted => match &*self.text.to_ascii_lowercase() {
                it @ ("true" | "false") => Some((it.to_owned(), true)),
                "yes" | "on" => Some(("true".to_owned(), false)),
                "no" | "off" => Some(("false".to_owned(), false)),
                _ => None,
            },
            Wanted::Boolean => None,
            Wanted::Integer => match self.text.parse::<u32>() {
                Ok(number) if self.is_quoted => Some((number.to_string(), true)),
                Ok(_) => None,
                Err(_) => {
                    counted(property, self.text).map(|Counted { number, is_certain }| (number.to_string(), is_certain))
                }
            },
            Wanted::Text => {
                let is_other = matches!(plain_scalar(self.whole), Some(Value::Bool(_) | Value::Number(_)));
                let quote = if self.is_json { '"' } else { '\'' };
                (!self.is_quoted && is_other).then(|| (format!("{quote}{}{quote}", self.whole), true))
            }
            Wanted::List => self.can_be_an_item().then(|| self.as_list()),
            Wanted::ListOfReference => self.is_short_form().then(|| self.as_list()),
        }
    }

    fn as_list(&self) -> (String, bool) {
        (format!("[{}]", self.whole), true)
    }

    /// Whether it means the same between brackets. What has a comma may be meant as more than one item.
    fn can_be_an_item(&self) -> bool {
        match self.is_quoted {
            true => !self.text.is_empty() && !self.text.contains(','),
            false => is_word(self.text),
        }
    }

    /// Whether it is a reference in the short form, such as `!Ref Name`, and means the same between brackets.
    fn is_short_form(&self) -> bool {
        let parts = self.whole.split_once(' ');
        !self.is_quoted && parts.is_some_and(|(function, name)| function.starts_with('!') && is_word(name))
    }
}

/// Whether YAML reads a text without quotes as it stands, wherever that is.
fn is_word(text: &str) -> bool {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '_' | '/' | '-' | ':' | '*' | '+' | '@');
    text.starts_with(|it: char| it.is_ascii_alphanumeric()) && text.chars().all(is_plain) && !text.ends_with(':')
}
