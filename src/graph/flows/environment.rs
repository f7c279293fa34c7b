//! Environment variables of functions that name resources, where no policy says what is done with them.
use super::Flow;
use crate::facts::types;
use crate::graph::application::{Application, End, Resource};
use crate::graph::drawing::Drawing;
use crate::graph::model::Manner;
use crate::syntax::{Map, Node};

pub(super) static FLOW: Flow = Flow { types: &[types::LAMBDA_FUNCTION], draw };

const ANY_MANNER: [Manner; 4] = [Manner::Event, Manner::Access, Manner::Failure, Manner::Mention];

fn draw<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let variables = resource.properties.present("Environment").and_then(|it| it.get("Variables"));
    let function = End::Own(resource.id);
    for value in variables.and_then(Node::map).into_iter().flat_map(Map::values) {
        for end in application.own_in(&application.text(value)).into_iter().map(End::Own) {
            let is_known = drawing.has(&function, &end, &ANY_MANNER) || drawing.has(&end, &function, &ANY_MANNER);
            if end != function && !is_known {
                drawing.edge(&function, &end, Manner::Mention, "");
            }
        }
    }
}
