//! CloudFront distributions and the origins behind them.
use super::Flow;
use crate::facts::types;
use crate::graph::application::{Application, End, Resource};
use crate::graph::drawing::Drawing;
use crate::graph::kinds;
use crate::graph::model::Manner;

pub(super) static FLOW: Flow = Flow { types: &[types::CLOUD_FRONT_DISTRIBUTION], draw };

fn draw<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let origins = resource.properties.present("DistributionConfig").and_then(|it| it.get("Origins"));
    for origin in origins.into_iter().flat_map(|it| application.items(it)) {
        let ends = application.ends(origin.get("DomainName"), &kinds::ENDPOINT);
        drawing.edges(&[End::Own(resource.id)], &ends, Manner::Event, "requests");
    }
}
