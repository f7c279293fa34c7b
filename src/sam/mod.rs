//! The words of SAM. Knows what each means, not in which order a template is expanded.
pub(crate) mod api_gateway_v2;
pub(crate) mod code_deploy;
pub(crate) mod events;
pub(crate) mod execution_role;
pub(crate) mod openapi;
pub(crate) mod operator_role;
pub(crate) mod policies;
pub(crate) mod policy_templates;
pub(crate) mod resources;
pub(crate) mod s3_location;

use crate::cfn::{generated_attributes, own_attributes};
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::source::Span;
use crate::syntax::{Entry, Map, Node, Text};

/// A resource of the template as the expansion of its type sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SamResource<'a> {
    pub logical_id: &'a Text,
    /// Where the logical id stands.
    pub span: Span,
    /// The whole resource: `Type`, `Properties` and attributes.
    pub node: &'a Map,
    /// Empty when the resource has none.
    pub properties: &'a Map,
}

impl<'a> SamResource<'a> {
    /// Takes a resource of a SAM type as written. `None` when its id or its properties cannot be used.
    pub(crate) fn new(
        logical_id: &'a Text,
        entry: &'a Entry,
        no_properties: &'a Map,
        problems: &mut Problems,
    ) -> Option<Self> {
        check_logical_id(logical_id, entry.key_span, problems)?;
        let node = entry.value.map().expect("resources are maps, checked by `template::read`");
        let properties = match node.entry("Properties") {
            None => no_properties,
            Some((_, properties)) => properties.value.map().or_else(|| {
                let found = properties.value.kind_name();
                let message = format!("`Properties` is {found}; it must be a map");
                let finding = Diagnostic::new(&codes::WRONG_TYPE, properties.key_span, message).value_of("Properties");
                problems.push(finding.help("indent the properties under `Properties:`"));
                None
            })?,
        };
        Some(Self { logical_id, span: entry.key_span, node, properties })
    }

    /// The attributes that the resource in the place of this one gets.
    pub(crate) fn attributes(&self) -> Map {
        own_attributes(self.node)
    }

    /// The attributes that resources generated for this one get.
    pub(crate) fn generated_attributes(&self) -> Map {
        generated_attributes(self.node)
    }

    pub(crate) fn depends_on(&self) -> Option<&'a Node> {
        self.node.get("DependsOn")
    }
}

/// The logical id that a property gives to a generated resource; none when it is empty. `None` when it cannot be one.
pub(crate) fn chosen_logical_id(property: &str, written: &Node, problems: &mut Problems) -> Option<Option<Text>> {
    let Some(id) = written.text() else {
        let message = format!("`{property}` is {}; it must be a string", written.kind_name());
        problems.push(Diagnostic::new(&codes::WRONG_TYPE, written.span, message).value_of(property));
        return None;
    };
    if !id.is_empty() {
        problems.in_resource(id, |problems| check_logical_id(id, written.span, problems))?;
    }
    Some(Some(id.clone()).filter(|it| !it.is_empty()))
}

/// Refuses an id that CloudFormation would refuse: anything but ASCII letters and digits.
pub(crate) fn check_logical_id(logical_id: &Text, span: Span, problems: &mut Problems) -> Option<Sound> {
    if !logical_id.is_empty() && logical_id.chars().all(|it| it.is_ascii_alphanumeric()) {
        return Some(Sound);
    }
    let message = format!("`{logical_id}` is not a valid logical id: only letters and digits are allowed");
    let finding = Diagnostic::new(&codes::INVALID_LOGICAL_ID, span, message);
    let alphanumeric: String = logical_id.chars().filter(char::is_ascii_alphanumeric).collect();
    problems.push(if alphanumeric.is_empty() {
        finding
    } else {
        finding.help(format!("write `{alphanumeric}`, here and in every reference to it"))
    });
    None
}
