//! The event flow of an application: who sends events to whom, who calls whom, and what happens to what fails.
//!
//! It is drawn from the expanded document, so that SAM and plain CloudFormation look alike, under the names of the
//! user's own resources. Knows no formats.
mod actions;
mod application;
mod call;
mod drawing;
mod flows;
pub(crate) mod kinds;
mod model;
mod nesting;
mod wording;

pub use kinds::{Family, Kind};
pub use model::{Edge, Graph, Group, Manner, Vertex};

use crate::passes::{Expanded, Options};
use crate::semantics::Definitions;
use crate::source::{Files, Sources};
use crate::template::Template;
use application::Application;
use drawing::Drawing;
use nesting::Nesting;

/// Draws the same with the templates that it nests, as far as they can be read: what is given to their parameters and
/// what their outputs give leads from one to the other. `options` are those with which `written` was expanded.
pub(crate) fn draw_nested(
    written: &Template,
    expanded: &Expanded,
    complete: bool,
    options: &Options,
    files: &dyn Files,
    sources: &mut Sources,
) -> Graph {
    let nesting = Nesting::read(written, expanded, options, files, sources);
    let (written, expanded) = nesting.flat();
    nesting.grouped(draw(&written, &expanded, complete && nesting.is_complete, files, sources))
}

/// Draws what `written`, the template as it was read, became in `expanded`.
///
/// `complete` says whether all of it could be expanded. What could not is left out, and the graph says so. `files` gives
/// the definitions that stand in other files, which are added to `sources`.
pub(crate) fn draw(
    written: &Template,
    expanded: &Expanded,
    complete: bool,
    files: &dyn Files,
    sources: &mut Sources,
) -> Graph {
    let definitions = Definitions::new(files, sources);
    let application = Application::new(written, expanded, &definitions);
    let mut drawing = Drawing::begin(&application);
    for flow in flows::ALL {
        for resource in flow.types.iter().flat_map(|it| application.of_type(it)) {
            (flow.draw)(resource, &application, &mut drawing);
        }
    }
    if !complete {
        for (id, type_name) in application.missing(written, expanded) {
            drawing.leave_out(format!("`{id}` ({type_name}), which could not be expanded"));
        }
        for resource in application.resources().filter(|it| it.type_name.starts_with("AWS::Serverless::")) {
            drawing.leave_out(format!("other edges of `{}`, which could not be expanded", resource.id));
        }
    }
    if application.has_too_long_texts() {
        drawing.leave_out("what is named in texts that become too long with their values".to_owned());
    }
    let graph = drawing.finish();
    Graph { problems: definitions.take_found(), ..graph }
}
