//! Functions that CloudFormation invokes for custom resources.
use super::Flow;
use crate::facts::types;
use crate::graph::application::{Application, CUSTOM, End, Resource};
use crate::graph::drawing::Drawing;
use crate::graph::kinds;
use crate::graph::model::Manner;

pub(super) static FLOW: Flow = Flow { types: &[CUSTOM, types::CLOUD_FORMATION_CUSTOM_RESOURCE], draw };

fn draw<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let stack = [End::Outside(&kinds::DEPLOYMENT, kinds::DEPLOYMENT.title.to_owned())];
    let functions = application.ends(resource.properties.present("ServiceToken"), &kinds::FUNCTION);
    drawing.edges(&stack, &functions, Manner::Event, "when deployed");
}
