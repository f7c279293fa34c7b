//! Functions that a Cognito user pool invokes.
use super::Flow;
use crate::facts::types;
use crate::graph::application::{Application, End, Resource};
use crate::graph::drawing::Drawing;
use crate::graph::kinds;
use crate::graph::model::Manner;
use crate::syntax::{Map, Node};

pub(super) static FLOW: Flow = Flow { types: &[types::COGNITO_USER_POOL], draw };

fn draw<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let triggers = resource.properties.present("LambdaConfig").and_then(Node::map).into_iter().flat_map(Map::iter);
    for (trigger, function) in triggers.filter(|(name, _)| **name != "KMSKeyID") {
        let functions = application.ends(Some(function.get("LambdaArn").unwrap_or(function)), &kinds::FUNCTION);
        drawing.edges(&[End::Own(resource.id)], &functions, Manner::Event, trigger);
    }
}
