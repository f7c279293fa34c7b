//! Joins the DNS records of APIs on one hosted zone into one group.
use crate::cfn::Resource;
use crate::cfn::record_sets::RecordSets;
use crate::syntax::{Node, Text};
use std::collections::HashMap;

/// Adds records to the groups that there are. Returns the groups that they belong to, as they are now.
///
/// The group of a zone takes its attributes from the API that needs it first.
pub(super) fn join(groups: &mut HashMap<Text, Resource>, record_sets: Vec<RecordSets>) -> Vec<Resource> {
    let mut changed = Vec::new();
    for added in record_sets {
        let id = added.group_id();
        match groups.get_mut(&id) {
            Some(group) => {
                let records = group.properties.get_mut("RecordSets").and_then(Node::list_mut);
                records.into_iter().for_each(|it| it.extend(added.records.iter().cloned()));
            }
            None => drop(groups.insert(id.clone(), added.into_group())),
        }
        changed.extend(groups.get(&id).cloned());
    }
    changed
}
