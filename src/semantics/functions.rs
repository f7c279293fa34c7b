//! The Lambda functions of a template, as SAM and as CloudFormation write them.
use super::evaluator::Evaluator;
use crate::facts::types;
use crate::sam::resources;
use crate::syntax::{Entry, Map, Node, Text};
use crate::template::conditions::Side;
use crate::template::intrinsics;

/// A function, with `Globals` merged in.
#[derive(Clone, Debug)]
pub(crate) struct Function<'a> {
    pub id: &'a Text,
    pub properties: &'a Map,
    /// Whether it is one of SAM.
    pub is_sam: bool,
    /// The sides of conditions under which there is the function.
    pub sides: Vec<Side>,
}

impl<'a> Evaluator<'a> {
    /// All functions that have properties.
    pub(crate) fn functions(&self) -> Vec<Function<'a>> {
        let of_type = |name| {
            self.of_type(name).map(move |(id, _, properties)| Function {
                id,
                properties,
                is_sam: name == resources::FUNCTION,
                sides: self.sides_of(id),
            })
        };
        [resources::FUNCTION, types::LAMBDA_FUNCTION].into_iter().flat_map(of_type).collect()
    }
}

impl<'a> Function<'a> {
    /// The code that stands in the template, with the key under which it stands.
    pub(crate) fn inline_code(&self) -> Option<&'a Entry> {
        let found = match self.is_sam {
            true => self.properties.entry("InlineCode"),
            false => self.properties.get("Code").and_then(Node::map)?.entry("ZipFile"),
        };
        found.map(|(_, entry)| entry).filter(|it| !it.value.is_null() && !intrinsics::is_no_value(&it.value))
    }

    /// The names of its environment variables with where they stand; those on both sides of a condition count.
    pub(crate) fn variables(&self, evaluator: &Evaluator<'a>) -> Vec<(&'a Text, &'a Entry)> {
        let Some(environment) = self.properties.present("Environment") else { return Vec::new() };
        let maps = evaluator.maps(environment, &self.sides).into_iter();
        let variables = maps.filter_map(|(map, sides)| Some(evaluator.maps(map.present("Variables")?, &sides)));
        variables.flatten().flat_map(|(map, _)| map.entries()).collect()
    }
}
