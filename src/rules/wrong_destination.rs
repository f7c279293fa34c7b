//! Finds destinations that Lambda cannot send to.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::{DESTINATION_SERVICES, Destination, Invocation, Recipient, Semantics};

rule! {
    /// Lambda cannot send to a destination, or the destination does not match its `Type`.
    ///
    /// A destination is an ARN, or `kafka://` and the name of a Kafka topic (`OnFailure.Destination` in the Lambda
    /// API). Records of polled sources go to queues, topics and buckets; results of asynchronous invocations also to
    /// functions and event buses, and to buckets only if the invocation failed. From `Type`, SAM generates the
    /// permission to send. A role without permission to send to the destination is refused when the stack is deployed.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Worker:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Changes:
    ///           Type: Kinesis
    ///           Properties:
    ///             Stream: arn:aws:kinesis:us-east-1:123456789012:stream/changes
    ///             StartingPosition: LATEST
    ///             DestinationConfig:
    ///               OnFailure:
    ///                 Type: SQS
    ///                 Destination: !Ref Failed
    ///   Failed:
    ///     Type: AWS::SNS::Topic
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Worker:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Changes:
    ///           Type: Kinesis
    ///           Properties:
    ///             Stream: arn:aws:kinesis:us-east-1:123456789012:stream/changes
    ///             StartingPosition: LATEST
    ///             DestinationConfig:
    ///               OnFailure:
    ///                 Type: SNS
    ///                 Destination: !Ref Failed
    ///   Failed:
    ///     Type: AWS::SNS::Topic
    /// ```
    "wrong-destination" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for destination in semantics.destinations() {
        for recipient in destination.recipients(semantics) {
            if let Some(finding) = fault(&recipient, destination, semantics) {
                destination.report(finding, problems);
            }
        }
    }
}

fn fault(recipient: &Recipient, destination: &Destination<'_>, semantics: &Semantics<'_>) -> Option<Diagnostic> {
    let finding = |message: String| Diagnostic::new(&CODE, recipient.at, message);
    let service = match &recipient.service {
        Err(text) => {
            let finding = finding(format!("`{text}` is not an ARN"));
            return match destination.of {
                Invocation::Polled(source) if source.is_kafka() => {
                    Some(finding.help("write an ARN, or `kafka://` and the name of a topic"))
                }
                Invocation::Polled(_) => {
                    Some(finding.help("write an ARN, such as `!GetAtt Queue.Arn` for a queue in this template"))
                }
                // That the row says, whose shape is an ARN.
                Invocation::FailedAsynchronous | Invocation::SuccessfulAsynchronous => None,
            };
        }
        Ok(service) => *service,
    };
    let (place, what) = match destination.of {
        Invocation::Polled(_) => (0, "records of a polled source"),
        Invocation::FailedAsynchronous => (1, "failed events"),
        Invocation::SuccessfulAsynchronous => (2, "results"),
    };
    if let Some(service) = service.filter(|it| !it.takes[place]) {
        let allowed: Vec<&str> = DESTINATION_SERVICES.iter().filter(|it| it.takes[place]).map(|it| it.name).collect();
        let finding = finding(format!("{what} cannot be sent to {}", service.name));
        return Some(finding.help(format!("send them to one of {}", allowed.join(", "))));
    }
    let written = semantics.cases(destination.properties.present("Type"), &recipient.sides);
    let (name, types) = service.map_or(("a Kafka topic", &["Kafka"][..]), |it| (it.name, it.types));
    let wrong = written.iter().filter_map(|it| it.known()).find_map(|value| {
        let text = value.node.text().filter(|it| !types.contains(&&***it))?;
        let is_type = **text == *"Kafka" || DESTINATION_SERVICES.iter().any(|it| it.types.contains(&&**text));
        is_type.then(|| (text.clone(), value.at))
    });
    wrong.map(|(text, at)| {
        let message = format!("this destination is {name}, but its `Type` is `{text}`");
        let right = if destination.of == Invocation::FailedAsynchronous { types.last() } else { types.first() };
        let help = right.map_or_else(String::new, |it| format!("write `Type: {it}`"));
        finding(message).related(at, "the role is allowed to send to this").help(help)
    })
}
