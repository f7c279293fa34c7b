//! Where results and failures go: dead-letter queues and destinations.
use super::Flow;
use crate::facts::types;
use crate::graph::application::{Application, End, Resource};
use crate::graph::drawing::Drawing;
use crate::graph::kinds;
use crate::graph::model::Manner;

pub(super) static FUNCTIONS: Flow = Flow { types: &[types::LAMBDA_FUNCTION], draw: draw_function };
pub(super) static INVOCATIONS: Flow = Flow { types: &[types::LAMBDA_EVENT_INVOKE_CONFIG], draw: draw_invocations };
pub(super) static QUEUES: Flow = Flow { types: &[types::SQS_QUEUE], draw: draw_queue };

fn draw_function<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let target = resource.properties.present("DeadLetterConfig").and_then(|it| it.get("TargetArn"));
    let queues = application.ends(target, &kinds::QUEUE);
    drawing.edges(&[End::Own(resource.id)], &queues, Manner::Failure, "failed");
}

fn draw_invocations<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let functions = application.ends(resource.properties.present("FunctionName"), &kinds::FUNCTION);
    let destinations = resource.properties.present("DestinationConfig");
    for (name, manner, label) in [("OnSuccess", Manner::Event, "succeeded"), ("OnFailure", Manner::Failure, "failed")] {
        let destination = destinations.and_then(|it| it.at(&[name, "Destination"]));
        drawing.edges(&functions, &application.ends(destination, &kinds::QUEUE), manner, label);
    }
}

fn draw_queue<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let Some(redrive) = resource.properties.present("RedrivePolicy") else { return };
    let queues = application.ends(redrive.get("deadLetterTargetArn"), &kinds::QUEUE);
    let receives = redrive.get("maxReceiveCount").map(|it| application.text(it)).unwrap_or_default();
    let label = match &*receives {
        "" => "failed".to_owned(),
        "1" => "failed once".to_owned(),
        times => format!("failed {times} times"),
    };
    drawing.edges(&[End::Own(resource.id)], &queues, Manner::Failure, &label);
}
