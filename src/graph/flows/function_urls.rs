//! URLs under which functions can be called.
use super::Flow;
use crate::facts::types;
use crate::graph::application::{Application, End, Resource};
use crate::graph::drawing::Drawing;
use crate::graph::kinds;
use crate::graph::model::Manner;

pub(super) static FLOW: Flow = Flow { types: &[types::LAMBDA_URL], draw };

fn draw<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let functions = application.ends(resource.properties.present("TargetFunctionArn"), &kinds::FUNCTION);
    drawing.edges(&[End::Own(resource.id)], &functions, Manner::Event, "requests");
}
