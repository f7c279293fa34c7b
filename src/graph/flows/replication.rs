//! What buckets and tables pass on of what is put into them.
use super::Flow;
use crate::facts::types;
use crate::graph::application::{Application, End, Resource};
use crate::graph::drawing::Drawing;
use crate::graph::kinds;
use crate::graph::model::Manner;

pub(super) static BUCKETS: Flow = Flow { types: &[types::S3_BUCKET], draw: draw_bucket };
pub(super) static TABLES: Flow = Flow { types: &[types::DYNAMODB_TABLE], draw: draw_table };

fn draw_bucket<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let rules = resource.properties.present("ReplicationConfiguration").and_then(|it| it.get("Rules"));
    for rule in rules.into_iter().flat_map(|it| application.items(it)) {
        let destinations = application.ends(rule.at(&["Destination", "Bucket"]), &kinds::BUCKET);
        drawing.edges(&[End::Own(resource.id)], &destinations, Manner::Event, "replicates");
    }
}

fn draw_table<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let stream = resource.properties.present("KinesisStreamSpecification").and_then(|it| it.get("StreamArn"));
    let streams = application.ends(stream, &kinds::STREAM);
    drawing.edges(&[End::Own(resource.id)], &streams, Manner::Event, "changes");
}
