//! A CloudFormation resource under construction.
use crate::node;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text};
use std::borrow::Cow;

/// Attributes that generated resources take over from the resource that they are generated for.
const GENERATED: [&str; 3] = ["Condition", "DeletionPolicy", "UpdateReplacePolicy"];

/// Attributes that a resource keeps, in the reference's order; `DependsOn` aside.
const OWN: [&str; 5] = ["DeletionPolicy", "UpdatePolicy", "Condition", "UpdateReplacePolicy", "Metadata"];

/// A resource of the output. The span of `origin` is the construct that caused it.
#[derive(Clone, Debug)]
pub(crate) struct Resource {
    pub logical_id: Text,
    pub type_name: &'static str,
    /// What it is there for, as part of a sentence: `stage to which the API is deployed`.
    pub purpose: Cow<'static, str>,
    /// `DependsOn`, `Condition`, `DeletionPolicy` and the like.
    pub attributes: Map,
    pub properties: Map,
    pub origin: Span,
}

/// Of a resource's attributes, those that the resources generated for it share: condition and policies.
pub(crate) fn generated_attributes(attributes: &Map) -> Map {
    GENERATED.iter().filter_map(|name| attributes.get(name).map(|it| (*name, it.clone()))).collect()
}

/// Of a resource's attributes, those that stay with the resource in its place, `DependsOn` aside.
pub(crate) fn own_attributes(attributes: &Map) -> Map {
    OWN.iter().filter_map(|name| attributes.get(name).map(|it| (*name, it.clone()))).collect()
}

impl Resource {
    pub(crate) fn new(
        logical_id: impl Into<Text>,
        type_name: &'static str,
        purpose: impl Into<Cow<'static, str>>,
        origin: Span,
    ) -> Self {
        let (logical_id, purpose) = (logical_id.into(), purpose.into());
        Self { logical_id, type_name, purpose, attributes: Map::new(), properties: Map::new(), origin }
    }

    /// Takes over attributes; null values count.
    #[must_use]
    pub(crate) fn attributes(mut self, attributes: &Map) -> Self {
        self.attributes.update(attributes);
        self
    }

    #[must_use]
    pub(crate) fn depends_on(mut self, logical_ids: impl IntoProperty) -> Self {
        // Before the other attributes, as people write it.
        if let Some(value) = logical_ids.into_property(self.origin).filter(Node::is_truthy) {
            let others = std::mem::take(&mut self.attributes);
            self.attributes.insert("DependsOn", value);
            self.attributes.update(&others);
        }
        self
    }

    /// Sets a property, unless there is no value for it or the value is null.
    #[must_use]
    pub(crate) fn set(mut self, name: &'static str, value: impl IntoProperty) -> Self {
        self.put(name, value);
        self
    }

    /// Like [`Resource::set`], on a resource that is kept.
    pub(crate) fn put(&mut self, name: &'static str, value: impl IntoProperty) {
        if let Some(value) = value.into_property(self.origin).filter(|it| !it.is_null()) {
            self.properties.insert(name, value);
        }
    }

    /// `{"Ref": …}` of this resource.
    pub(crate) fn reference(&self) -> Node {
        node!(self.origin, {"Ref": (&self.logical_id)})
    }

    /// `{"Fn::GetAtt": […]}` of this resource.
    pub(crate) fn get_att(&self, attribute: &'static str) -> Node {
        node!(self.origin, {"Fn::GetAtt": [(&self.logical_id), attribute]})
    }

    /// The resource as it stands in the document, under its logical id.
    pub(crate) fn into_node(self) -> (Text, Node) {
        let mut map = Map::new();
        map.insert("Type", self.type_name.into_node(self.origin));
        map.update(&self.attributes);
        map.insert("Properties", self.properties.into_node(self.origin));
        (self.logical_id, map.into_node(self.origin))
    }
}

/// What can become the value of a property, or be left out.
pub(crate) trait IntoProperty {
    fn into_property(self, span: Span) -> Option<Node>;
}

impl<T: IntoNode> IntoProperty for T {
    fn into_property(self, span: Span) -> Option<Node> {
        Some(self.into_node(span))
    }
}

impl<T: IntoNode> IntoProperty for Option<T> {
    fn into_property(self, span: Span) -> Option<Node> {
        self.map(|it| it.into_node(span))
    }
}
