//! The values that are known when the transform runs.
use super::{Inputs, Purpose};
use crate::python;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Number, Text, Value};
use crate::template::functions::is_list_type;
use crate::template::pseudo_parameters::PSEUDO_PARAMETERS;
use crate::template::{intrinsics, partition, substitution};

/// The parameters of a template, and what they come to.
pub(super) struct Values<'a> {
    parameters: Option<&'a Map>,
    inputs: &'a Inputs<'a>,
}

/// A value, and where it comes from.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub value: Node,
    pub source: Source,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// It was given, and stays.
    Given,
    /// From the default of the parameter, or that of one around: another value may be given when the template is deployed.
    Default,
    /// From the region that is taken where none is given.
    DefaultRegion,
}

impl<'a> Values<'a> {
    pub(super) fn new(sections: &'a Map, inputs: &'a Inputs<'a>) -> Self {
        Self { parameters: sections.get("Parameters").and_then(Node::map), inputs }
    }

    /// What the result is for.
    pub(super) fn purpose(&self) -> Purpose {
        self.inputs.purpose
    }

    /// The parameter of this name.
    pub(super) fn parameter(&self, name: &str) -> Option<&'a Node> {
        self.parameters?.get(name)
    }

    /// Whether there is a parameter or pseudo parameter of this name.
    pub(super) fn is_parameter(&self, name: &str) -> bool {
        PSEUDO_PARAMETERS.contains(&name) || self.parameters.is_some_and(|it| it.contains_key(name))
    }

    /// The names of all parameters.
    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.parameters.into_iter().flat_map(Map::keys).map(|it| &**it)
    }

    /// Whether a parameter is a secret, which is never written out.
    pub(super) fn is_secret(&self, name: &str) -> bool {
        let no_echo = self.parameter(name).and_then(|it| it.get("NoEcho"));
        no_echo.is_some_and(|it| it.plain_text().eq_ignore_ascii_case("true"))
    }

    /// Whether a parameter is a list.
    pub(super) fn is_list(&self, name: &str) -> bool {
        self.type_of(name).is_some_and(is_list_type)
    }

    fn type_of(&self, name: &str) -> Option<&'a str> {
        self.parameter(name)?.get("Type")?.text().map(|it| &**it)
    }

    /// The values that a list parameter may have, where it names them.
    pub(super) fn allowed(&self, name: &str) -> Option<&'a [Node]> {
        let allowed = self.parameter(name)?.get("AllowedValues")?.list()?;
        (self.is_list(name) && !allowed.is_empty()).then_some(allowed)
    }

    /// The value of a parameter or pseudo parameter, used at `span`. `None` where it is known only when the template is
    /// deployed, is a secret, or is looked up in Parameter Store.
    pub(super) fn of(&self, name: &str, span: Span) -> Option<Known> {
        self.look_up(name, span, true)
    }

    /// The same for a place that takes no list: of a list, nothing is there but that it is one.
    pub(super) fn of_scalar(&self, name: &str, span: Span) -> Option<Known> {
        self.look_up(name, span, false)
    }

    fn look_up(&self, name: &str, span: Span, with_items: bool) -> Option<Known> {
        let region = self.inputs.region;
        let of_region = match name {
            "AWS::Region" => Some(region.to_owned()),
            "AWS::Partition" => Some(partition::of_region(region).to_owned()),
            "AWS::URLSuffix" => Some(partition::url_suffix(partition::of_region(region)).to_owned()),
            _ => None,
        };
        if let Some(text) = of_region {
            let source = if self.inputs.is_region_given { Source::Given } else { Source::DefaultRegion };
            return Some(Known { value: text.into_node(span), source });
        }
        let parameter = self.parameter(name)?;
        let type_name = self.type_of(name).unwrap_or("String");
        if self.is_secret(name) || type_name.starts_with("AWS::SSM::Parameter") {
            return None;
        }
        let given = self.inputs.overrides.iter().rev().find(|(it, _)| it == name);
        let is_uncertain = self.inputs.uncertain.iter().any(|it| it == name);
        let (value, source) = match given {
            Some((_, text)) if is_uncertain => (text.clone().into_node(span), Source::Default),
            Some((_, text)) => (text.clone().into_node(span), Source::Given),
            None if is_uncertain => return None,
            None => match parameter.map()?.get("Default")? {
                default if default.list().is_some() && !with_items => (no_items(span), Source::Default),
                default => (default.clone(), Source::Default),
            },
        };
        if is_list_type(type_name) && !with_items {
            return Some(Known { value: no_items(span), source });
        }
        let value = if is_list_type(type_name) && value.list().is_none() { list_of(&value) } else { value };
        Some(Known { value: at(value, span), source })
    }

    /// Whether a value that is a function is known once the parameters have values: it waits for no resource, and holds no
    /// secret.
    pub(super) fn may_be_known(&self, node: &Node) -> bool {
        let mut has_secret = false;
        node.walk(&mut |it| {
            let name = intrinsics::argument(it, "Ref").and_then(Node::text);
            has_secret |= name.is_some_and(|it| self.is_secret(it));
        });
        !has_secret && !self.waits_for_resource(node)
    }

    /// Whether a value waits for a resource, rather than for a parameter.
    pub(super) fn waits_for_resource(&self, node: &Node) -> bool {
        let of_many = |node: &Node| match (node.map(), node.list()) {
            (Some(map), _) => map.iter().any(|(_, it)| self.waits_for_resource(it)),
            (_, Some(items)) => items.iter().any(|it| self.waits_for_resource(it)),
            _ => false,
        };
        match intrinsics::name(node).map(|it| &**it) {
            Some("Ref") => {
                let name = intrinsics::argument(node, "Ref").and_then(Node::text);
                name.is_none_or(|it| !self.is_parameter(it))
            }
            Some("Fn::GetAtt" | "Fn::ImportValue" | "Fn::GetAZs" | "Fn::Cidr" | "Fn::GetStackOutput") => true,
            Some("Fn::Sub") => {
                let argument = intrinsics::argument(node, "Fn::Sub");
                let (text, own) = match argument.and_then(Node::list) {
                    Some(items) => (items.first(), items.get(1)),
                    None => (argument, None),
                };
                let is_own = |name: &str| own.is_some_and(|it| it.map().is_some_and(|it| it.contains_key(name)));
                let waits = |name: &str| {
                    !name.starts_with('!') && !is_own(name) && (name.contains('.') || !self.is_parameter(name))
                };
                let variables = text.and_then(Node::text).map(|it| substitution::variables(it));
                variables.unwrap_or_default().iter().any(|it| it.is_closed && waits(it.name))
                    || own.is_some_and(of_many)
            }
            _ => of_many(node),
        }
    }
}

/// Whether a function stays there.
pub(super) fn is_open(node: &Node) -> bool {
    intrinsics::is_call(node)
}

/// A scalar as CloudFormation writes it into texts; `None` for null, lists and maps.
pub(super) fn text_of(node: &Node) -> Option<Text> {
    match &node.value {
        Value::Text(text) => Some(text.clone()),
        Value::Number(Number::Float(it)) => Some(python::float_text(*it).into()),
        Value::Bool(_) | Value::Number(_) => node.scalar_text().map(Text::from),
        Value::Null | Value::List(_) | Value::Map(_) => None,
    }
}

fn no_items(span: Span) -> Node {
    Vec::new().into_node(span)
}

/// The items of a list that is written as one text.
fn list_of(value: &Node) -> Node {
    let text = value.scalar_text().unwrap_or_default();
    let items = if text.is_empty() { Vec::new() } else { text.split(',').map(|it| it.trim().to_owned()).collect() };
    items.into_iter().map(|it| it.into_node(value.span)).collect::<Vec<_>>().into_node(value.span)
}

/// The same value at another place.
pub(super) fn at(mut value: Node, span: Span) -> Node {
    value.relocate(&mut |_| span);
    value
}
