//! Which of the queues and topics that an ARN can lead to keep the order of their messages.
use super::evaluator::Evaluator;
use super::targets::Target;
use crate::diagnostic::{Code, Diagnostic};
use crate::facts::{self, fifo};
use crate::source::Span;
use crate::syntax::Node;
use crate::template::conditions::Side;

/// A queue or topic that is known to be FIFO or known to be a standard one.
#[derive(Clone, Debug)]
pub(crate) struct Channel {
    pub is_fifo: bool,
    /// "queue" or "topic".
    pub kind: &'static str,
    /// Its logical id or ARN.
    pub name: String,
    /// Where the ARN is given.
    pub at: Span,
    /// Where it is declared, when that is in this template.
    pub declared: Option<Span>,
}

impl Channel {
    /// A finding about it where its ARN is given, with where it is declared.
    pub(crate) fn finding(&self, code: &'static Code, message: String) -> Diagnostic {
        let finding = Diagnostic::new(code, self.at, message);
        match self.declared {
            Some(declared) => finding.related(declared, format!("the {} is here", self.kind)),
            None => finding,
        }
    }
}

/// The queues and topics that an ARN can lead to.
pub(crate) fn channels(arn: &Node, sides: &[Side], evaluator: &Evaluator<'_>) -> Vec<Channel> {
    let mut found: Vec<Channel> = evaluator.targets(arn, sides).iter().flat_map(|it| declared(it, evaluator)).collect();
    found.extend(evaluator.values_where(sides, arn).into_iter().filter_map(|value| {
        let text = value.node.text()?;
        let service = text.strip_prefix("arn:")?.split(':').nth(1)?;
        let kind = fifo::of_service(service)?.noun?;
        let is_fifo = text.ends_with(fifo::SUFFIX);
        let name = text.to_string();
        Some(Channel { is_fifo, kind, name, at: value.at, declared: None })
    }));
    found
}

/// What a queue or topic of this template is, on each side of its conditions.
fn declared(target: &Target<'_>, evaluator: &Evaluator<'_>) -> Vec<Channel> {
    let known = facts::of(target.type_name()).and_then(|it| it.noun.zip(it.fifo));
    let Some((kind, property)) = known else { return Vec::new() };
    let cases = evaluator.cases(target.property(property), &target.sides).into_iter();
    let channels = cases.filter_map(|case| {
        Some(Channel {
            is_fifo: case.is_true()?,
            kind,
            name: target.id.to_string(),
            at: target.at,
            declared: Some(target.id_span),
        })
    });
    channels.collect()
}
