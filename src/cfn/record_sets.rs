//! DNS records for domains of APIs. APIs on one hosted zone share one group of records.
use super::Resource;
use super::logical_id;
use crate::facts::types;
use crate::source::Span;
use crate::syntax::{Map, Node, Text};

/// DNS records for one API.
#[derive(Clone, Debug)]
pub(crate) struct RecordSets {
    /// The hosted zone as it is given: its id or its name. It decides which group the records belong to.
    pub zone: Node,
    /// Its id and name as properties of the group.
    pub zone_properties: Vec<(&'static str, Node)>,
    pub records: Vec<Node>,
    /// Attributes of the group, if this API is the first that needs it.
    pub attributes: Map,
    pub origin: Span,
}

impl RecordSets {
    /// The logical id of the group of the hosted zone.
    pub(crate) fn group_id(&self) -> Text {
        Text::from(logical_id::hashed_value("RecordSetGroup", &self.zone))
    }

    /// A group of these records alone.
    pub(crate) fn into_group(self) -> Resource {
        let mut group = Resource::new(
            self.group_id(),
            types::ROUTE53_RECORD_SET_GROUP,
            "DNS records of the API's domain",
            self.origin,
        )
        .attributes(&self.attributes);
        for (name, zone) in self.zone_properties {
            group.put(name, zone);
        }
        group.set("RecordSets", self.records)
    }
}
