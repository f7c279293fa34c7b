//! Rules of SES for mail that arrives.
use super::Flow;
use crate::graph::application::{Application, End, Resource};
use crate::graph::drawing::Drawing;
use crate::graph::kinds::{self, Kind};
use crate::graph::model::Manner;

pub(super) static FLOW: Flow = Flow { types: &["AWS::SES::ReceiptRule"], draw };

/// Where actions name their receiver.
const RECEIVERS: [(&str, &str, &Kind); 3] = [
    ("LambdaAction", "FunctionArn", &kinds::FUNCTION),
    ("S3Action", "BucketName", &kinds::BUCKET),
    ("SNSAction", "TopicArn", &kinds::TOPIC),
];

fn draw<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let mail = [End::Outside(&kinds::EMAIL, kinds::EMAIL.title.to_owned())];
    let actions = resource.properties.present("Rule").and_then(|it| it.get("Actions"));
    for action in actions.into_iter().flat_map(|it| application.items(it)) {
        for (name, receiver, kind) in RECEIVERS {
            let ends = application.ends(action.at(&[name, receiver]), kind);
            drawing.edges(&mail, &ends, Manner::Event, "received mail");
        }
    }
}
