//! How long queues hide messages, and how long the functions that poll them may work on a message.
use super::cases::Case;
use super::evaluator::Evaluator;
use super::event_source_mappings::{EventSourceMapping, PolledService};
use super::targets::Target;
use crate::diagnostic::{Code, Diagnostic};
use crate::facts::types;
use crate::source::Span;

/// Seconds that a function may run when it says nothing (API of Lambda, `CreateFunction`).
const DEFAULT_TIMEOUT: i64 = 3;
/// Seconds that a queue hides a message when it says nothing (API of SQS, `CreateQueue`).
const DEFAULT_VISIBILITY: i64 = 30;
/// How much longer than the function may run AWS recommends to hide messages ("Using Lambda with Amazon SQS" in the
/// developer guide of Lambda), so that there is time to try again.
pub(crate) const RECOMMENDED_FACTOR: i64 = 6;

/// A function polls a queue: the seconds of both, where both are known.
#[derive(Clone, Debug)]
pub(crate) struct PolledQueue<'a> {
    pub mapping: EventSourceMapping<'a>,
    pub timeout: i64,
    pub visibility: i64,
    /// Where the queue is named.
    at: Span,
    /// The queue's logical id; none for one that SAM generates.
    queue: Option<String>,
    /// Where the timeout is given, or the function that says nothing of it.
    timeout_at: (Span, &'static str),
    visibility_at: Option<(Span, &'static str)>,
}

impl PolledQueue<'_> {
    /// What to call the queue.
    pub(crate) fn queue_name(&self) -> String {
        self.queue.as_ref().map_or_else(|| "the generated queue".to_owned(), |it| format!("`{it}`"))
    }

    /// A finding at the place where the queue is named.
    pub(crate) fn finding(&self, code: &'static Code, message: String) -> Diagnostic {
        let wanted = self.timeout.saturating_mul(RECOMMENDED_FACTOR);
        let mut finding = Diagnostic::new(code, self.at, message).if_sound(self.at);
        for (at, what) in self.visibility_at.into_iter().chain([self.timeout_at]) {
            finding = finding.related(at, what).if_sound(at);
        }
        if let Some(id) = &self.queue {
            finding = finding.consequence_of(id);
        }
        finding.help(match self.queue {
            Some(_) => format!("set the queue's `VisibilityTimeout` to {wanted}, six times the function's `Timeout`"),
            None => format!(
                "declare the queue with `VisibilityTimeout: {wanted}`, and set `QueueArn` and `QueueUrl` to it under \
                 `SqsSubscription`; or lower the function's `Timeout`"
            ),
        })
    }
}

/// For each mapping from a queue, each queue and the numbers that the conditions allow, the worst first.
pub(crate) fn polled_queues<'a>(
    mappings: &[EventSourceMapping<'a>],
    evaluator: &Evaluator<'a>,
) -> Vec<Vec<PolledQueue<'a>>> {
    let mappings = mappings.iter().filter(|it| it.service == PolledService::Sqs);
    let queues = mappings.map(|mapping| {
        let mut found = Vec::new();
        for function in &mapping.functions {
            for timeout in evaluator.cases(function.property("Timeout"), &function.sides) {
                found.extend(of_function(mapping, function, &timeout, evaluator));
            }
        }
        found.sort_by_key(|it| it.visibility.saturating_sub(it.timeout.saturating_mul(RECOMMENDED_FACTOR)));
        found
    });
    queues.collect()
}

fn of_function<'a>(
    mapping: &EventSourceMapping<'a>,
    function: &Target<'a>,
    timeout_case: &Case,
    evaluator: &Evaluator<'a>,
) -> Vec<PolledQueue<'a>> {
    let Some(timeout) = timeout_case.number_or(DEFAULT_TIMEOUT) else { return Vec::new() };
    let timeout_at = match timeout_case.at() {
        Some(at) => (at, "the function may run for this long"),
        None => (function.id_span, "the function has the default timeout of 3 seconds"),
    };
    let queue_of = |at, queue, visibility, visibility_at| PolledQueue {
        mapping: mapping.clone(),
        timeout,
        visibility,
        at,
        queue,
        timeout_at,
        visibility_at,
    };
    let Some(arn) = mapping.arn else {
        return vec![queue_of(mapping.span, None, DEFAULT_VISIBILITY, None)];
    };
    let mut found = Vec::new();
    let sides: Vec<_> = mapping.sides.iter().chain(timeout_case.sides()).cloned().collect();
    let queues = evaluator.targets(arn, &sides).into_iter();
    for queue in queues.filter(|it| it.type_name() == types::SQS_QUEUE) {
        for case in evaluator.cases(queue.property("VisibilityTimeout"), &queue.sides) {
            let possible = evaluator.is_possible(case.sides());
            let Some(visibility) = case.number_or(DEFAULT_VISIBILITY).filter(|_| possible) else { continue };
            let visibility_at = match case.at() {
                Some(at) => (at, "the queue hides messages for this long"),
                None => (queue.id_span, "the queue has the default visibility timeout of 30 seconds"),
            };
            found.push(queue_of(queue.at, Some(queue.id.to_string()), visibility, Some(visibility_at)));
        }
    }
    found
}
