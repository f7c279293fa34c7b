//! Load balancers: from a listener or its rules through target groups to functions and containers.
use super::Flow;
use crate::facts::types;
use crate::graph::application::{Application, End, Resource, id_in, placeholders};
use crate::graph::drawing::Drawing;
use crate::graph::kinds;
use crate::graph::model::Manner;
use crate::syntax::Node;

pub(super) static FLOW: Flow =
    Flow { types: &[types::ELASTIC_LOAD_BALANCING_V2_LISTENER, types::ELASTIC_LOAD_BALANCING_V2_LISTENER_RULE], draw };

fn draw<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let Some(balancer) = application.owner(resource.id).map(End::Own) else { return };
    let actions = ["DefaultActions", "Actions"].iter().find_map(|it| resource.properties.present(it));
    for action in actions.into_iter().flat_map(|it| application.items(it)) {
        let forwarded = action.at(&["ForwardConfig", "TargetGroups"]).and_then(Node::list).into_iter().flatten();
        let groups = forwarded.filter_map(|it| it.get("TargetGroupArn")).chain(action.get("TargetGroupArn"));
        for group in groups.map(|it| application.text(it)) {
            let names = placeholders(&group);
            let group = names.first().and_then(|(name, _)| application.resource(id_in(name)));
            for end in group.iter().flat_map(|it| targets(it, application)) {
                drawing.edge(&balancer, &end, Manner::Event, label(resource, application));
            }
        }
    }
}

/// What is registered with a target group, or registers itself.
fn targets<'a>(group: &Resource<'a>, application: &Application<'a>) -> Vec<End<'a>> {
    let mut found = Vec::new();
    for target in group.properties.present("Targets").into_iter().flat_map(|it| application.items(it)) {
        found.extend(application.ends(target.get("Id"), &kinds::FUNCTION));
    }
    for service in application.of_type(types::ECS_SERVICE) {
        let balancers = service.properties.present("LoadBalancers").map(|it| application.text(it)).unwrap_or_default();
        if placeholders(&balancers).iter().any(|(name, _)| id_in(name) == group.id) {
            found.extend(application.owner(service.id).map(End::Own));
        }
    }
    found
}

/// The paths for which a rule holds.
fn label(resource: &Resource<'_>, application: &Application<'_>) -> String {
    let conditions = resource.properties.present("Conditions").and_then(Node::list).into_iter().flatten();
    let paths = conditions.filter(|it| it.get("Field").is_some_and(|it| it.is_text("path-pattern")));
    let values = paths.filter_map(|it| it.get("Values").or_else(|| it.at(&["PathPatternConfig", "Values"]))?.list());
    values.flatten().map(|it| application.text(it)).collect::<Vec<_>>().join(", ")
}
