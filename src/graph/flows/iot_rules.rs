//! Rules of AWS IoT: from a topic of messages to what they are passed on to.
use super::Flow;
use crate::facts::types;
use crate::graph::application::{Application, End, Resource};
use crate::graph::drawing::Drawing;
use crate::graph::kinds::{self, Kind};
use crate::graph::model::Manner;
use crate::syntax::Node;

pub(super) static FLOW: Flow = Flow { types: &[types::IOT_TOPIC_RULE], draw };

/// Where actions name their receiver.
const RECEIVERS: [(&[&str], &Kind); 9] = [
    (&["Lambda", "FunctionArn"], &kinds::FUNCTION),
    (&["Sqs", "QueueUrl"], &kinds::QUEUE),
    (&["Sns", "TargetArn"], &kinds::TOPIC),
    (&["Kinesis", "StreamName"], &kinds::STREAM),
    (&["Firehose", "DeliveryStreamName"], &kinds::FIREHOSE),
    (&["DynamoDB", "TableName"], &kinds::TABLE),
    (&["DynamoDBv2", "PutItem", "TableName"], &kinds::TABLE),
    (&["S3", "BucketName"], &kinds::BUCKET),
    (&["StepFunctions", "StateMachineName"], &kinds::STATE_MACHINE),
];

fn draw<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let Some(payload) = resource.properties.present("TopicRulePayload") else { return };
    let rule = End::Own(resource.id);
    let messages = End::Outside(&kinds::IOT, kinds::IOT.title.to_owned());
    let sql = payload.get("Sql").map(|it| application.text(it)).unwrap_or_default();
    drawing.edge(&messages, &rule, Manner::Event, topic(&sql));
    for action in payload.get("Actions").into_iter().flat_map(|it| application.items(it)) {
        pass_on(&rule, action, Manner::Event, application, drawing);
    }
    if let Some(action) = payload.get("ErrorAction") {
        pass_on(&rule, action, Manner::Failure, application, drawing);
    }
}

fn pass_on<'a>(rule: &End<'a>, action: &Node, manner: Manner, application: &Application<'a>, drawing: &mut Drawing) {
    for (path, kind) in RECEIVERS {
        drawing.edges(std::slice::from_ref(rule), &application.ends(action.at(path), kind), manner, "");
    }
}

/// The topic in `SELECT * FROM 'topic' WHERE …`.
fn topic(sql: &str) -> &str {
    let from = sql.to_ascii_uppercase().find("FROM").and_then(|at| sql.get(at + 4..));
    from.and_then(|it| it.trim_start().strip_prefix(['\'', '"'])?.split(['\'', '"']).next()).unwrap_or_default()
}
