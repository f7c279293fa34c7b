//! The two resources of a connection: what is said of them, or known of them by their logical ids.
use crate::cfn::Context;
use crate::diagnostic::{Diagnostic, Problems, codes, nearest};
use crate::facts::connector_profiles::{Attribute, ConnectedType, Role, Side, connected_type};
use crate::node;
use crate::sam::resources;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text};
use crate::template::intrinsics::{reference, referenced_id};

/// SAM types that may be named in the place of those that they become.
const BECOMING: [&str; 5] =
    [resources::FUNCTION, resources::STATE_MACHINE, resources::API, resources::HTTP_API, resources::SIMPLE_TABLE];

/// What [`End::known`] can tell about a resource, by the names of the properties that say the same.
const ATTRIBUTES: [&str; 5] = ["Arn", "QueueUrl", "ResourceId", "Name", "Qualifier"];

/// A resource that is connected.
#[derive(Clone, Debug)]
pub(super) struct End<'a> {
    pub side: Side,
    pub span: Span,
    /// When it is a resource of this template.
    pub logical_id: Option<&'a Text>,
    /// The CloudFormation type.
    pub type_name: Text,
    /// The type as the template has it.
    pub written_type: Node,
    /// A reference to the role.
    pub role_name: Option<Node>,
    /// What is known of the others among its properties, see [`End::known`].
    known: Map,
}

impl<'a> End<'a> {
    /// Takes `written` for a resource; `other` is the other end as written.
    pub(super) fn read(
        side: Side,
        span: Span,
        written: &'a Map,
        other: &Map,
        context: &Context<'a>,
        problems: &mut Problems,
    ) -> Option<Self> {
        let has_id = written.contains_key("Id");
        let others = written.keys().any(|it| *it != "Id" && *it != "Qualifier");
        match (has_id, others) {
            (true, false) => Self::by_id(side, written, other, context, problems),
            (false, true) => Self::by_description(side, span, written, problems),
            (true, true) => {
                let message = format!("`{}` has an `Id`, and properties other than `Qualifier`", side.property());
                let finding = Diagnostic::new(&codes::CONFLICTING_PROPERTIES, span, message);
                let help = "remove `Id` if the resource is outside this template, otherwise the other properties";
                problems.push(finding.help(help));
                None
            }
            (false, false) => {
                let message = format!("`{}` does not say which resource it is", side.property());
                let finding = Diagnostic::new(&codes::MISSING_PROPERTY, span, message).missing(["Id", "Type"]);
                problems.push(finding.help("write `Id: MyFunction`, or `Type` with `Arn` and so on"));
                None
            }
        }
    }

    /// What is known of its `Arn`, `QueueUrl`, `ResourceId`, `Name` or `Qualifier`.
    pub(super) fn known(&self, property: &str) -> Option<&Node> {
        self.known.present(property)
    }

    fn by_description(side: Side, span: Span, written: &Map, problems: &mut Problems) -> Option<Self> {
        let Some(type_name) = written.get("Type").and_then(Node::text).filter(|it| !it.is_empty()) else {
            let message = format!("`{}` needs the `Id` or the `Type` of the resource, as a string", side.property());
            let finding =
                Diagnostic::new(&codes::MISSING_PROPERTY, written.get("Type").map_or(span, |it| it.span), message)
                    .missing(["Id", "Type"]);
            problems.push(match written.get("Ref").and_then(Node::text) {
                Some(meant) => finding.help(format!("write `Id: {meant}` instead of the reference")),
                None => finding.help(
                    "add `Id:` with a resource of this template, or `Type: AWS::Lambda::Function` or another type",
                ),
            });
            return None;
        };
        let becomes = resources::find(type_name).filter(|it| BECOMING.contains(&it.name));
        let type_name = becomes.map_or_else(|| type_name.clone(), |it| Text::from(it.becomes));
        let written_type = type_name.clone().into_node(span);
        let role_name = written.get("RoleName").cloned();
        let known = ATTRIBUTES.iter().filter_map(|name| Some((*name, written.get(name)?.clone()))).collect();
        Some(Self { side, span, logical_id: None, type_name, written_type, role_name, known })
    }

    fn by_id(
        side: Side,
        written: &'a Map,
        other: &Map,
        context: &Context<'a>,
        problems: &mut Problems,
    ) -> Option<Self> {
        let id = written.get("Id").expect("looked up by the caller");
        let Some(logical_id) = id.text().filter(|it| !it.is_empty()) else {
            let what = if id.text().is_some() { "empty" } else { id.kind_name() };
            let finding =
                Diagnostic::new(&codes::WRONG_TYPE, id.span, format!("`Id` is {what}; it must be a logical id"))
                    .value_of("Id");
            problems.push(match referenced_id(id) {
                Some(meant) => finding.help(format!("write `Id: {meant}`")),
                None => finding.help("write the logical id of a resource of this template"),
            });
            return None;
        };
        let resource = context.document.and_then(|it| it.get(logical_id)?.map()).filter(|it| !it.is_empty());
        let Some(resource) = resource else {
            report_unknown(logical_id, id.span, context, problems);
            return None;
        };
        let Some(type_name) = resource.get("Type").and_then(Node::text).filter(|it| !it.is_empty()) else {
            let finding = Diagnostic::new(&codes::MISSING_PROPERTY, id.span, format!("`{logical_id}` has no `Type`"))
                .missing(["Type"]);
            let finding = finding.consequence_of(logical_id.to_string());
            problems.push(finding.help("only a resource with a type can be connected"));
            return None;
        };
        if *type_name != super::TYPE.name && resources::find(type_name).is_some() {
            let message = format!("`{logical_id}` has errors, so it cannot be connected");
            let finding = Diagnostic::new(&codes::BROKEN_REFERENCE, id.span, message);
            let finding = finding.consequence_of(logical_id.to_string());
            problems.push(finding.help(format!("fix `{logical_id}` first")));
            return None;
        }
        let connected = connected_type(type_name);
        let role_name = match &connected {
            Some(connected) => role_name(connected, logical_id, resource, other, id.span, problems)?,
            None => None,
        };
        let mut known: Map = ATTRIBUTES
            .iter()
            .filter_map(|name| {
                let value = match connected.as_ref()?.attribute(name)? {
                    Attribute::Reference => reference(id.span, logical_id),
                    Attribute::Named(attribute) => node!(id.span, {"Fn::GetAtt": [logical_id, attribute]}),
                    Attribute::Fixed(text) => text.into_node(id.span),
                };
                Some((*name, value))
            })
            .collect();
        if let Some(qualifier) = written.get("Qualifier") {
            known.insert("Qualifier", qualifier.clone());
        }
        let template_type = context.resources.get(logical_id).and_then(|it| it.get("Type")).filter(|it| it.is_truthy());
        let written_type = template_type.cloned().unwrap_or_else(|| type_name.clone().into_node(id.span));
        let (logical_id, type_name) = (Some(logical_id), type_name.clone());
        Some(Self { side, span: id.span, logical_id, type_name, written_type, role_name, known })
    }
}

impl Side {
    /// The property of a connector that names this side.
    pub(crate) fn property(self) -> &'static str {
        match self {
            Side::Source => "Source",
            Side::Destination => "Destination",
        }
    }
}

fn report_unknown(logical_id: &str, span: Span, context: &Context<'_>, problems: &mut Problems) {
    if context.document.is_some_and(|it| it.contains_key(logical_id)) {
        let finding = Diagnostic::new(&codes::UNKNOWN_RESOURCE, span, format!("`{logical_id}` is empty"));
        problems.push(finding.help(format!("give `{logical_id}` a `Type`")));
        return;
    }
    let message = format!("there is no resource `{logical_id}` in this template");
    let finding = Diagnostic::new(&codes::UNKNOWN_RESOURCE, span, message);
    let names = context.document.into_iter().flat_map(Map::keys).map(|it| &**it);
    problems.push(match nearest(logical_id, names) {
        Some(near) => finding.did_you_mean(span, logical_id, near),
        None => finding.help("describe a resource outside this template by `Type`, `Arn` and so on"),
    });
}

/// A reference to the role that a resource names, if there is one in this template. `None` after reporting that this
/// cannot be told.
fn role_name(
    connected: &ConnectedType,
    logical_id: &str,
    resource: &Map,
    other: &Map,
    span: Span,
    problems: &mut Problems,
) -> Option<Option<Node>> {
    let Some(role) = &connected.role else { return Some(None) };
    let no_properties = Map::new();
    let properties = match resource.get("Properties") {
        Some(properties) => expect_map(properties, &format!("the properties of `{logical_id}`"), span, problems)?,
        None => &no_properties,
    };
    let role = match role {
        Role::Property(name) => properties.get(name),
        Role::OfTarget(name) => match properties.get("Targets") {
            Some(targets) => target(targets, logical_id, other, span, problems)?.and_then(|it| it.get(name)),
            None => None,
        },
    };
    let role = role.and_then(referenced_id).filter(|it| !it.is_empty());
    Some(role.map(|it| reference(span, it.to_owned())))
}

/// The target of a rule that is the other end.
fn target<'a>(
    targets: &'a Node,
    logical_id: &str,
    other: &Map,
    span: Span,
    problems: &mut Problems,
) -> Option<Option<&'a Map>> {
    let Some(list) = targets.list() else {
        let message = format!("the `Targets` of `{logical_id}` are {}; they must be a list", targets.kind_name());
        let finding = Diagnostic::new(&codes::WRONG_TYPE, targets.span, message);
        problems.push(finding.related(span, "the connector looks for its destination there"));
        return None;
    };
    let (id, arn) = (other.get("Id").and_then(Node::text), other.truthy("Arn"));
    for target in list {
        let target = expect_map(target, &format!("a target of `{logical_id}`"), span, problems)?;
        let target_arn = target.get("Arn");
        let referenced = target_arn.and_then(referenced_id).filter(|it| !it.is_empty());
        if referenced.is_some_and(|it| id.is_some_and(|id| **id == *it)) || (arn.is_some() && arn == target_arn) {
            return Some(Some(target));
        }
    }
    Some(None)
}

fn expect_map<'a>(node: &'a Node, what: &str, span: Span, problems: &mut Problems) -> Option<&'a Map> {
    if node.map().is_none() {
        let finding = Diagnostic::new(&codes::WRONG_TYPE, node.span, format!("{what} cannot be {}", node.kind_name()));
        problems.push(finding.related(span, "the connector looks for a role there").help("write a map"));
    }
    node.map()
}
