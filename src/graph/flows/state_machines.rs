//! Definitions of state machines: what their tasks call.
use super::Flow;
use crate::facts::types;
use crate::graph::application::{Application, End, Resource};
use crate::graph::call::{Call, arguments};
use crate::graph::drawing::Drawing;
use crate::graph::kinds;
use crate::graph::model::Manner;
use crate::semantics::UNREADABLE;
use crate::states;
use crate::syntax::{Map, Node, parse_json};
use std::collections::HashMap;

pub(super) static FLOW: Flow = Flow { types: &[types::STEP_FUNCTIONS_STATE_MACHINE], draw };

fn draw<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let properties = resource.properties;
    let substitutions = properties.present("DefinitionSubstitutions").and_then(Node::map);
    let substitutions = substitutions.into_iter().flat_map(Map::iter).map(|(name, it)| (&**name, application.text(it)));
    let machine = Machine { end: End::Own(resource.id), substitutions: substitutions.collect(), application };
    let written = properties.present("DefinitionString").map(|it| machine.text(it));
    let definition = match (properties.present("Definition"), &written) {
        (Some(definition), _) => Ok(definition.clone()),
        (None, Some(text)) => parse_json(text).ok_or(UNREADABLE),
        (None, None) => application.definition_file(resource.id, None),
    };
    match definition {
        Ok(definition) => {
            machine.draw_states(&definition, drawing);
            drawing.tell(resource.id);
        }
        Err(missing) => drawing.leave_out(format!("the tasks of `{}`, {missing}", resource.id)),
    }
}

/// A state machine, whose definition is read.
struct Machine<'m, 'a> {
    end: End<'a>,
    substitutions: HashMap<&'a str, String>,
    application: &'m Application<'a>,
}

impl<'a> Machine<'_, 'a> {
    /// A value as text, with substitutions in their places.
    fn text(&self, value: &Node) -> String {
        self.substituted(&self.application.text(value))
    }

    fn substituted(&self, text: &str) -> String {
        self.application.with_values(text, &self.substitutions)
    }

    fn draw_states(&self, definition: &Node, drawing: &mut Drawing) {
        if let Some(definition) = states::Machine::read(definition, definition.span) {
            self.draw_scope(&definition, 0, drawing);
        }
    }

    fn draw_scope(&self, definition: &states::Machine<'_>, scope: usize, drawing: &mut Drawing) {
        for state in definition.scopes[scope].states.iter().map(|it| &definition.states[*it]) {
            self.draw_task(state.name, state.map, drawing);
            state.inner.iter().for_each(|it| self.draw_scope(definition, *it, drawing));
            for (access, verb) in [("ItemReader", "reads"), ("ResultWriter", "writes")] {
                if let Some(objects) = state.map.get(access) {
                    let call = Call { service: "s3", action: "", arguments: self.arguments(objects) };
                    for (end, _, _) in call.ends(self.application) {
                        drawing.edge(&self.end, &end, Manner::Access, verb);
                    }
                }
            }
        }
    }

    fn arguments(&self, value: &Node) -> Vec<(String, String)> {
        let found = arguments(self.application, value);
        found.into_iter().map(|(name, value)| (name, self.substituted(&value))).collect()
    }

    /// Draws what a task calls: a function by its ARN, or a service as in `arn:aws:states:::sqs:sendMessage`.
    fn draw_task(&self, name: &str, state: &Map, drawing: &mut Drawing) {
        let Some(resource) = state.get("Resource").map(|it| self.text(it)) else { return };
        let Some((_, integration)) = resource.split_once(":states:::") else {
            if let Some(end) = self.application.end_of_text(&resource, &kinds::FUNCTION) {
                drawing.edge(&self.end, &end, Manner::Event, name);
            }
            return;
        };
        let integration = integration.strip_prefix("aws-sdk:").unwrap_or(integration);
        let (service, action) = integration.split_once(':').unwrap_or((integration, ""));
        let action = action.split('.').next().unwrap_or_default();
        let given = ["Parameters", "Arguments"].iter().find_map(|it| state.get(it));
        let arguments = given.map(|it| self.arguments(it)).unwrap_or_default();
        if service == "http" {
            let address = arguments.iter().find(|(name, _)| name == "ApiEndpoint").map(|(_, it)| it.as_str());
            let end = self.application.end_of_text(address.unwrap_or("HTTP endpoint"), &kinds::ENDPOINT);
            end.into_iter().for_each(|it| drawing.edge(&self.end, &it, Manner::Event, name));
            return;
        }
        for (end, manner, verb) in (Call { service, action, arguments }).ends(self.application) {
            drawing.edge(
                &self.end,
                &end,
                manner,
                if manner == Manner::Event || verb == "calls" { name } else { &verb },
            );
        }
    }
}
