//! Schedules of EventBridge Scheduler and their targets.
use super::Flow;
use crate::facts::types;
use crate::graph::application::{Application, End, Resource};
use crate::graph::call::{Call, pairs};
use crate::graph::drawing::Drawing;
use crate::graph::kinds;
use crate::graph::model::Manner;

pub(super) static FLOW: Flow = Flow { types: &[types::SCHEDULER_SCHEDULE], draw };

fn draw<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let schedule = End::Own(resource.id);
    if let Some(expression) = resource.properties.present("ScheduleExpression") {
        drawing.detail(resource.id, in_words(&application.text(expression)));
    }
    let Some(target) = resource.properties.present("Target") else { return };
    let arn = target.get("Arn").map(|it| application.text(it)).unwrap_or_default();
    // A target such as `arn:aws:scheduler:::aws-sdk:sqs:sendMessage` is any call of an SDK.
    match arn.split_once(":aws-sdk:").and_then(|(_, it)| it.split_once(':')) {
        Some((service, action)) => {
            let input = target.get("Input").map(|it| application.text(it)).unwrap_or_default();
            let call = Call { service, action, arguments: pairs(&input) };
            for (end, manner, verb) in call.ends(application) {
                drawing.edge(&schedule, &end, manner, verb);
            }
        }
        None => {
            let targets = application.ends(target.get("Arn"), &kinds::FUNCTION);
            drawing.edges(std::slice::from_ref(&schedule), &targets, Manner::Event, "");
        }
    }
    let failures = application.ends(target.at(&["DeadLetterConfig", "Arn"]), &kinds::QUEUE);
    drawing.edges(&[schedule], &failures, Manner::Failure, "not delivered");
}

/// A schedule expression as people say it.
pub(super) fn in_words(expression: &str) -> String {
    let rate = expression.trim().strip_prefix("rate(").and_then(|it| it.strip_suffix(')'));
    match rate.map(|it| it.split_whitespace().collect::<Vec<_>>()).as_deref() {
        Some(["1", unit]) => format!("every {}", unit.trim_end_matches('s')),
        Some([number, unit]) => format!("every {number} {unit}"),
        _ => expression.to_owned(),
    }
}
