//! Permissions to invoke functions, where nothing else says who does.
use super::Flow;
use crate::facts::arn::Arn;
use crate::facts::types;
use crate::graph::application::{Application, End, Resource};
use crate::graph::drawing::Drawing;
use crate::graph::kinds;
use crate::graph::model::Manner;

pub(super) static FLOW: Flow = Flow { types: &[types::LAMBDA_PERMISSION], draw };

fn draw<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let functions = application.ends(resource.properties.present("FunctionName"), &kinds::FUNCTION);
    let principal = resource.properties.present("Principal").map(|it| application.text(it)).unwrap_or_default();
    if principal.starts_with("alexa-") {
        let skill = [End::Outside(&kinds::ALEXA, kinds::ALEXA.title.to_owned())];
        return drawing.edges(&skill, &functions, Manner::Event, "");
    }
    let Some(source) = resource.properties.present("SourceArn") else { return };
    let names_something = |end: &End<'_>| match end {
        End::Own(_) => true,
        End::Other(_) => false,
        // That a rule or a pool may invoke it says nothing yet of the way there.
        End::Outside(kind, _) => {
            let text = application.text(source);
            Arn::parse(&text).is_some_and(|it| kinds::of_arn(it.service, it.resource) == Some(kind))
        }
    };
    for source in application.ends(Some(source), &kinds::SERVICE).iter().filter(|it| names_something(it)) {
        for function in functions.iter().filter(|it| *it != source) {
            if !drawing.has(source, function, &[Manner::Event, Manner::Access]) {
                drawing.edge(source, function, Manner::Event, "invokes");
            }
        }
    }
}
