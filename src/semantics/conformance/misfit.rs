//! What does not fit, as data: where it stands, whose it is, and what is asked of it.
use crate::diagnostic::{Code, Diagnostic};
use crate::facts::cloudformation::{Pairs, Texts, Types};
use crate::semantics::description::filed;
use crate::semantics::suggestions::Suggestion;
use crate::source::Span;
use crate::syntax::{Node, Text};

/// Something in a resource of CloudFormation that CloudFormation refuses, or will.
#[derive(Clone, Debug)]
pub(crate) struct Misfit<'a> {
    pub fault: Unfit,
    /// The user's resource, and the event that asked for it.
    pub resource: &'a Text,
    pub event: Option<&'a Text>,
    /// The property, as it is written; of what is in a list or a map of values, the name of that.
    pub property: String,
    /// Whether it is one of several values of the property.
    pub is_item: bool,
    /// What the property is one of, in the user's words: a type or another property.
    pub owner: String,
    /// The place to report.
    pub at: Span,
    /// Where the value is written, if elsewhere.
    pub written: Option<Span>,
    /// The value, where it is known.
    pub value: Option<Node>,
    /// The parameter whose default the value is.
    pub parameter: Option<String>,
    /// The properties of the resource that cannot be set.
    pub read_only: Texts,
    /// Whether the resource is one that SAM generates.
    pub is_generated: bool,
    /// Whether it is there only on one side of a condition within the resource.
    pub is_conditional: bool,
}

/// What is wrong.
#[derive(Clone, Debug)]
pub(crate) enum Unfit {
    /// There is no such property.
    Unknown { known: Pairs, suggestion: Option<Suggestion>, lack: Span },
    /// This property is not there, which is asked for because another one is, or has this value.
    Missing { name: String, types: Types, by: Option<(String, Option<String>)>, map: Span },
    /// This property is not there, which another one needs.
    Needed { name: String, by: String, map: Span },
    /// None of these properties is there.
    NoneOf { names: Vec<&'static str>, map: Span },
    /// It cannot be there together with other properties, which stand here.
    Excluded { by: Vec<(String, Span)> },
    /// It cannot be there with these values of other properties, which stand here, or without some that are not there.
    NotWith { with: Vec<(String, Span)>, without: Vec<String> },
    /// It is of another type.
    Type(Types),
    /// A function gives a list where a single value is asked for.
    ListGiven,
    /// A function gives a single value where a list is asked for.
    SingleGiven,
    /// It is none of these words.
    NotAllowed(Texts),
    /// It is the one word, or one of those, that it cannot be.
    Refused,
    /// It does not match this regular expression.
    Pattern(&'static str),
    /// It is put together at deployment, with a character that no text has which matches this regular expression.
    Stranger { pattern: &'static str, character: char },
    /// It is out of these bounds: of the number, of characters, or of entries.
    Range { measure: Measure, least: Option<String>, most: Option<String> },
    /// The same stands here already.
    Duplicate { first: Span },
    /// It does not have this form, such as `date-time`.
    Format(&'static str),
    /// It is text, but what is written means something else, which becomes another text. Whether that is refused.
    Reread { is_refused: bool },
    /// It cannot be set.
    ReadOnly,
    /// It is deprecated.
    Deprecated,
    /// A reference gives something else than the ARN that is asked for; where it is not all, the text goes on behind it.
    NotArn {
        id: Text,
        id_span: Span,
        type_name: &'static str,
        attribute: Option<String>,
        arn: Option<&'static str>,
        is_all: bool,
    },
    /// A reference gives an ARN where something else is asked for. `instead` is the function that gives that.
    ArnGiven { id: Text, id_span: Span, attribute: Option<String>, asked: &'static str, instead: Option<String> },
    /// The default of its parameter is not a value, but stands for one that is given when the template is deployed.
    Placeholder,
    /// A reference leads to a resource of another type than is asked for.
    OtherType { id: Text, id_span: Span, type_name: String, wanted: &'static str },
}

/// What a range is of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Measure {
    Number(f64),
    Characters(usize),
    /// Entries of a list or a map.
    Entries(usize),
}

impl Misfit<'_> {
    /// A finding about it.
    pub(crate) fn finding(&self, code: &'static Code, message: impl Into<String>) -> Diagnostic {
        let mut finding = Diagnostic::new(code, self.at, message);
        if let Some(written) = self.written {
            finding = finding.related(written, "this is its value").written_at(written);
        }
        // What is wrong with what the user wrote is said of that, not again of what was made of it.
        if self.is_generated {
            finding = finding.if_sound(self.at);
        }
        filed(finding, Some(self.resource), self.event)
    }

    /// A finding about the value of the property.
    pub(crate) fn value_finding(&self, code: &'static Code, message: impl Into<String>) -> Diagnostic {
        // Where a rule knows more of the value than the schema, that is enough.
        let finding = self.finding(code, message).value_of(&self.property);
        if self.is_generated { finding } else { finding.if_sound(self.at) }
    }

    /// The text of the value, where it has one.
    pub(crate) fn text(&self) -> Option<&str> {
        self.value.as_ref()?.text().map(|it| &**it)
    }
}
