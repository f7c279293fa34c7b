//! Alarms of CloudWatch: what they watch, and whom they tell.
use super::Flow;
use crate::facts::types;
use crate::graph::application::{Application, End, Resource};
use crate::graph::drawing::Drawing;
use crate::graph::kinds;
use crate::graph::model::Manner;
use crate::syntax::Node;

pub(super) static FLOW: Flow = Flow { types: &[types::CLOUD_WATCH_ALARM, types::CLOUD_WATCH_COMPOSITE_ALARM], draw };

fn draw<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let alarm = End::Own(resource.id);
    let mut told = Vec::new();
    for actions in ["AlarmActions", "OKActions", "InsufficientDataActions"] {
        told.extend(application.ends(resource.properties.present(actions), &kinds::TOPIC));
    }
    if told.is_empty() {
        return;
    }
    let own = resource.properties.present("Dimensions").and_then(Node::list).into_iter().flatten();
    let metrics = resource.properties.present("Metrics").and_then(Node::list).into_iter().flatten();
    let others = metrics.filter_map(|it| it.at(&["MetricStat", "Metric", "Dimensions"])?.list()).flatten();
    for value in own.chain(others).filter_map(|it| it.get("Value")) {
        for watched in application.own_in(&application.text(value)) {
            drawing.edge(&End::Own(watched), &alarm, Manner::Mention, "watched");
        }
    }
    let rule = resource.properties.present("AlarmRule").map(|it| application.text(it)).unwrap_or_default();
    for watched in application.own_in(&rule) {
        drawing.edge(&End::Own(watched), &alarm, Manner::Event, "");
    }
    drawing.edges(&[alarm], &told, Manner::Event, "alarm");
}
