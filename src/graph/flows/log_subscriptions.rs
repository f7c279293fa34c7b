//! Log groups: who writes them, and who is sent what is written.
use super::Flow;
use crate::facts::types;
use crate::graph::application::{Application, End, Resource};
use crate::graph::drawing::Drawing;
use crate::graph::kinds;
use crate::graph::model::Manner;

pub(super) static FLOW: Flow = Flow { types: &[types::LOGS_SUBSCRIPTION_FILTER], draw };
pub(super) static ACCOUNT: Flow = Flow { types: &["AWS::Logs::AccountPolicy"], draw: draw_policy };

/// What the names of the log groups of functions begin with.
const OF_FUNCTIONS: &str = "/aws/lambda/";

fn draw<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let Some(group) = resource.properties.present("LogGroupName") else { return };
    let text = application.text(group);
    let named = application.named(&kinds::LOG_GROUP, &text).filter(|it| matches!(it, End::Own(_)));
    let sources = match (named, text.strip_prefix(OF_FUNCTIONS)) {
        (Some(own), _) => vec![own],
        (None, Some(function)) => application.end_of_text(function, &kinds::FUNCTION).into_iter().collect(),
        (None, None) => application.ends(Some(group), &kinds::LOG_GROUP),
    };
    let destinations = application.ends(resource.properties.present("DestinationArn"), &kinds::FUNCTION);
    drawing.edges(&sources, &destinations, Manner::Event, "logs");
    // Who writes a log is of interest where somebody reads it.
    for source in &sources {
        if let Some(function) = writer(source, application) {
            drawing.edge(&function, source, Manner::Event, "logs");
        }
    }
}

/// The function whose log group this is.
fn writer<'a>(group: &End<'a>, application: &Application<'a>) -> Option<End<'a>> {
    let End::Own(id) = group else { return None };
    let name = application.text(application.resource(id)?.properties.present("LogGroupName")?);
    application.end_of_text(name.strip_prefix(OF_FUNCTIONS)?, &kinds::FUNCTION)
}

/// A policy of the account holds for all log groups.
fn draw_policy<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let document = resource.properties.present("PolicyDocument").map(|it| application.text(it)).unwrap_or_default();
    let groups = End::Outside(&kinds::LOG_GROUP, "all log groups".to_owned());
    for destination in application.own_in(&document) {
        drawing.edge(&groups, &End::Own(destination), Manner::Event, "logs");
    }
}
