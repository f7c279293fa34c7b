//! Pipes of EventBridge: from a source through an enrichment to a target.
use super::Flow;
use crate::facts::types;
use crate::graph::application::{Application, End, Resource};
use crate::graph::drawing::Drawing;
use crate::graph::kinds;
use crate::graph::model::Manner;
use crate::syntax::Node;

pub(super) static FLOW: Flow = Flow { types: &[types::PIPES_PIPE], draw };

fn draw<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let pipe = [End::Own(resource.id)];
    let parameters = resource.properties.present("SourceParameters");
    let filtered = parameters.and_then(|it| it.get("FilterCriteria")).is_some();
    let sources = application.ends(resource.properties.present("Source"), &kinds::QUEUE);
    drawing.edges(&sources, &pipe, Manner::Event, if filtered { "filtered" } else { "" });
    let enrichments = application.ends(resource.properties.present("Enrichment"), &kinds::FUNCTION);
    drawing.edges(&pipe, &enrichments, Manner::Access, "enriches with");
    let targets = application.ends(resource.properties.present("Target"), &kinds::FUNCTION);
    drawing.edges(&pipe, &targets, Manner::Event, "");
    for of_source in parameters.and_then(Node::map).into_iter().flat_map(|it| it.values()) {
        let failures = application.ends(of_source.at(&["DeadLetterConfig", "Arn"]), &kinds::QUEUE);
        drawing.edges(&pipe, &failures, Manner::Failure, "failed");
    }
}
