//! What resources give to the templates that they nest.
use super::evaluator::Evaluator;
use super::nested_templates::{Interface, NAMING, NestedTemplate};
use crate::diagnostic::{Near, nearest};
use crate::source::Span;
use crate::syntax::{Entry, Map, Node, Text};
use crate::template::conditions::Side;
use crate::template::{intrinsics, transforms};

/// A resource that nests a template.
#[derive(Debug)]
pub(crate) struct NestedStack<'a> {
    pub id: &'a Text,
    /// What is known of the template, if it is beside this one.
    pub nested: Option<&'a NestedTemplate>,
    /// Where its parameters are given, or, if they are not, where its type is written.
    pub given_at: Span,
    /// The maps that give its parameters, with the sides of conditions that lead to them.
    pub given: Vec<(&'a Map, Vec<Side>)>,
    /// Whether what is given is one map, whose keys are all there.
    pub is_given_whole: bool,
}

/// The resources that nest templates, in the order of the text; none where macros may change them.
pub(super) fn nested_stacks<'a>(evaluator: &Evaluator<'a>) -> Vec<NestedStack<'a>> {
    if transforms::has_macros(evaluator.template) {
        return Vec::new();
    }
    let resources = evaluator.template.resources().iter();
    let stack = |(id, resource): (&'a Text, &'a Node)| {
        let type_name = resource.get("Type").filter(|it| NAMING.iter().any(|(name, _)| it.is_text(name)))?;
        let properties = resource.get("Properties");
        // Of what a snippet puts in, nothing is known.
        let is_open = |map: &Map| map.keys().any(|it| it.starts_with("Fn::"));
        let is_whole = properties.is_none_or(|it| it.map().is_some_and(|it| !is_open(it)));
        let parameters = properties.and_then(Node::map).and_then(|it| it.entry("Parameters"));
        let parameters = parameters.filter(|(_, it)| !it.value.is_null());
        let (given_at, given, is_given_whole) = match parameters {
            None => (type_name.span, Vec::new(), true),
            Some((_, Entry { key_span, value, .. })) => {
                let is_map = value.map().is_some_and(|it| !is_open(it));
                (*key_span, evaluator.maps(value, &evaluator.sides_of(id)), is_map)
            }
        };
        let nested = evaluator.beside.nested.of(id);
        Some(NestedStack { id, nested, given_at, given, is_given_whole: is_given_whole && is_whole })
    };
    resources.filter_map(stack).collect()
}

impl<'a> NestedStack<'a> {
    /// What is known of the template.
    pub(crate) fn interface(&self) -> Option<&'a Interface> {
        self.nested?.interface()
    }

    /// The parameters that the template declares, if all of them are known.
    pub(crate) fn declared(&self) -> Option<&'a Map> {
        self.interface()?.parameters.as_ref()
    }

    /// The output with this name, whatever its upper and lower case.
    pub(crate) fn output(&self, name: &str) -> Option<&'a Text> {
        let outputs = self.interface()?.outputs.as_ref()?;
        outputs.entry(name).map(|(it, _)| it).or_else(|| outputs.keys().find(|it| it.eq_ignore_ascii_case(name)))
    }

    /// The values that are given to parameters, with the sides of conditions that lead to them.
    pub(crate) fn values(&self) -> impl Iterator<Item = (&'a Text, &'a Entry, &[Side])> {
        let given = self.given.iter();
        given.flat_map(|(map, sides)| {
            map.entries().filter(|(name, _)| !name.starts_with("Fn::")).map(|(name, it)| (name, it, &**sides))
        })
    }

    /// The parameters without a value: they have no default, and nothing is given to them.
    pub(crate) fn missing(&self) -> Vec<&'a Text> {
        let Some(declared) = self.declared().filter(|_| self.is_given_whole) else { return Vec::new() };
        let is_given = |name: &Text| {
            let given = |(map, _): &(&Map, _)| map.get(name).is_some_and(|it| !intrinsics::is_no_value(it));
            self.given.iter().any(given)
        };
        let required = declared.iter().filter(|(_, it)| it.map().is_some_and(|it| !it.contains_key("Default")));
        required.map(|(name, _)| name).filter(|it| !is_given(it)).collect()
    }

    /// The parameter that was most likely meant by a name that is none, unless something is given to it already.
    pub(crate) fn meant(&self, name: &str) -> Option<Near<'a>> {
        let near = nearest(name, self.declared()?.keys().map(|it| &**it))?;
        (!self.given.iter().any(|(map, _)| map.contains_key(near.name))).then_some(near)
    }
}
