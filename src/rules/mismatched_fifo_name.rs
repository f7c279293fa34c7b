//! Finds FIFO queues and topics whose names do not say so, and names that say what is not so.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::{fifo, types};
use crate::rule;
use crate::semantics::{Branch, Case, Semantics};
use crate::syntax::{Map, Node};
use crate::template::{intrinsics, parameters};

rule! {
    /// The name of a queue or topic ends in `.fifo` and it is not FIFO, or it is FIFO and the name does not end so.
    ///
    /// SQS and SNS refuse both: "The name of a FIFO queue must end with the .fifo suffix", and a dot is allowed in no other
    /// name (template reference, `QueueName` and `TopicName`).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       QueueName: jobs
    ///       FifoQueue: true
    /// ```
    /// ```yaml bad
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       QueueName: jobs.fifo
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       QueueName: jobs.fifo
    ///       FifoQueue: true
    /// ```
    "mismatched-fifo-name" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for known in types::ALL {
        let (Some(noun), Some(fifo), Some(name)) = (known.noun, known.fifo, known.name_property) else { continue };
        for (id, _, properties) in semantics.of_type(known.name) {
            problems.in_resource(id, |problems| {
                for case in semantics.cases(properties.get(fifo), &semantics.sides_of(id)) {
                    let of = Kind { noun, fifo, name };
                    check_names(semantics, &of, properties, &case, problems);
                }
            });
        }
    }
}

/// A queue or a topic, with the properties that have to agree.
struct Kind {
    noun: &'static str,
    fifo: &'static str,
    name: &'static str,
}

fn check_names(semantics: &Semantics<'_>, of: &Kind, properties: &Map, case: &Case, problems: &mut Problems) {
    let (Some(is_fifo), Some(written)) = (case.is_true(), properties.present(of.name)) else { return };
    for Branch { node, sides } in semantics.present_branches(written, case.sides()) {
        let name = semantics.values_where(&sides, node).into_iter().next();
        let ends = match name.as_ref().map(|it| it.node.text().map(|it| it.ends_with(fifo::SUFFIX))) {
            Some(known) => known,
            None => ends_so(node),
        };
        if ends.is_none_or(|it| it == is_fifo) {
            continue;
        }
        let shown =
            name.as_ref().and_then(|it| it.node.text()).map_or_else(|| "the name".to_owned(), |it| format!("`{it}`"));
        let message = match is_fifo {
            true => format!("{shown} does not end in `{}`, as the name of a FIFO {} must", fifo::SUFFIX, of.noun),
            false => format!("{shown} ends in `{}`, but the {} is not FIFO", fifo::SUFFIX, of.noun),
        };
        let mut finding = match &name {
            Some(name) => name.finding(&CODE, message),
            None => Diagnostic::new(&CODE, node.span, message),
        };
        if let Some(at) = case.at() {
            finding = finding.related(at, format!("`{}` is set here", of.fifo));
        }
        let finding = match is_fifo {
            true => finding.help(format!("add `{}` to the name", fifo::SUFFIX)),
            false => finding.help(format!("add `{}: true`, or take `{}` off the name", of.fifo, fifo::SUFFIX)),
        };
        problems.push(finding);
    }
}

/// Whether a text that is put together at deployment ends as the names of FIFO queues do, if its end is written.
fn ends_so(node: &Node) -> Option<bool> {
    let end = match (intrinsics::argument(node, "Fn::Sub"), intrinsics::argument(node, "Fn::Join")) {
        (Some(sub), _) => sub.list().map_or(Some(sub), <[Node]>::first)?.text()?.to_string(),
        (_, Some(join)) => match join.list()? {
            [separator, parts] => format!("{}{}", separator.text()?, parts.list()?.last()?.text()?),
            _ => return None,
        },
        (None, None) => return None,
    };
    let written = parameters::variables(&end).last().map_or(0, |(_, end)| *end);
    let tail = &end[written..];
    // Where less is written than the ending, the rest may be in what comes before.
    (tail.ends_with(fifo::SUFFIX) || !fifo::SUFFIX.ends_with(tail)).then(|| tail.ends_with(fifo::SUFFIX))
}
