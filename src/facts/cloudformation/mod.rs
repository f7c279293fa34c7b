//! CloudFormation's resource types as their public schemas have them: what `data/cloudformation.py` wrote and `build.rs`
//! packed. Nothing is read but what is asked for.
mod comparison;
mod layout;
mod lists;
mod packed;
mod schema;

pub(crate) use lists::{Pairs, Schema, Schemas, Texts};
pub(crate) use schema::{Constraints, Types};

use layout::{HAS_END, NO_UPDATES};
use packed::{REGIONS, TYPES};
use std::cmp::Ordering;

/// The day of the facts, such as `2026-10-20`: what is newer is not known.
pub(crate) const DATE: &str = env!("CLOUDFORMATION_FACTS_DATE");

/// A resource type of CloudFormation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ResourceType {
    pub name: &'static str,
    /// What its properties have to be.
    pub properties: Schema,
    /// The properties that `Ref` gives, joined by `|`; empty where that is not known.
    pub reference: &'static str,
    /// The day on which AWS shuts it down, or `announced`; empty where nothing is known of an end.
    pub end: &'static str,
    /// Whether some changes update it, as far as is known.
    pub updates: bool,
    /// What `Fn::GetAtt` gives, by name; `Outputs.*` stands for all names that begin so.
    pub attributes: Pairs,
    /// The properties that cannot be set. One within another is `Outer/Inner`, the items of a list are `*`; as below.
    pub read_only: Texts,
    /// The properties whose change replaces the resource.
    pub replaces: Texts,
    /// The properties whose change replaces or updates the resource.
    pub may_replace: Texts,
    pub deprecated: Texts,
    regions: u64,
}

/// What is known of a type; `None` when there is none of that name, or it is newer than the facts.
pub(crate) fn find(name: &str) -> Option<ResourceType> {
    let (mut start, mut end) = (0, TYPES.len());
    while start < end {
        let middle = usize::midpoint(start, end);
        match name.cmp(name_at(middle)) {
            Ordering::Less => end = middle,
            Ordering::Equal => return Some(ResourceType::at(middle)),
            Ordering::Greater => start = middle + 1,
        }
    }
    None
}

/// The names of all types, sorted.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    (0..TYPES.len()).map(name_at)
}

fn name_at(index: usize) -> &'static str {
    let mut cursor = TYPES.get(index);
    let length = cursor.number();
    cursor.own_text(length)
}

impl ResourceType {
    fn at(index: usize) -> Self {
        let mut cursor = TYPES.get(index);
        let length = cursor.number();
        let name = cursor.own_text(length);
        let regions = cursor.regions();
        let flags = cursor.number();
        let end = if flags & HAS_END == 0 { "" } else { cursor.text() };
        let reference = cursor.text();
        let attributes = Pairs::read_names(&mut cursor);
        let [read_only, replaces, may_replace, deprecated] = [(); 4].map(|()| Texts::read_names(&mut cursor));
        let properties = Schema::new(cursor);
        let all = properties.first_properties();
        Self {
            name,
            properties,
            reference,
            end,
            updates: flags & NO_UPDATES == 0,
            attributes: attributes.of(all),
            read_only: read_only.of(all),
            replaces: replaces.of(all),
            may_replace: may_replace.of(all),
            deprecated: deprecated.of(all),
            regions,
        }
    }

    /// Whether a region has it; `None` when the region is not known.
    pub(crate) fn is_in(&self, name: &str) -> Option<bool> {
        REGIONS.lines().position(|it| it == name).map(|it| self.regions & 1 << it != 0)
    }

    /// The schema of what `Fn::GetAtt` gives for an attribute; `None` when there is no such attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<Schema> {
        let starts = |pattern: &str| pattern.strip_suffix('*').is_some_and(|it| name.starts_with(it));
        self.attributes.iter().find(|(it, _)| *it == name || starts(it)).map(|(_, schema)| schema)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_is_found_by_its_name() {
        assert!(names().is_sorted());
        assert!(names().count() > 1_500);
        for name in names() {
            assert_eq!(find(name).map(|it| it.name), Some(name));
        }
        for name in ["", "AWS::SQS", "AWS::SQS::Queues", "Z"] {
            assert!(find(name).is_none(), "{name}");
        }
    }

    #[test]
    fn facts_are_read_as_they_were_written() {
        let queue = find("AWS::SQS::Queue").expect("a type");
        assert_eq!(queue.reference, "QueueUrl");
        assert!(queue.read_only.contains("Arn") && queue.replaces.contains("FifoQueue"));
        assert!(queue.attribute("Arn").is_some() && queue.attribute("Url").is_none());
        let delay = queue.properties.property("DelaySeconds").expect("a property").constraints();
        assert!(delay.types.has(Types::INTEGER) && !delay.types.has(Types::STRING));
        assert_eq!((delay.minimum, delay.maximum), (Some("0"), Some("900")));
        let tags = queue.properties.property("Tags").and_then(|it| it.constraints().items).expect("a list");
        let tag = tags.constraints();
        assert!(tag.required.is_some_and(|it| it.contains("Key")) && tag.is_closed());
        let stack = find("AWS::CloudFormation::Stack").expect("a type");
        assert!(stack.attribute("Outputs.Url").is_some());
        assert_eq!(queue.is_in("eu-west-1"), Some(true));
        assert_eq!(queue.is_in("mars-north-1"), None);
        let mesh = find("AWS::AppMesh::Mesh").expect("a type");
        assert_eq!(mesh.end, "2026-09-30");
    }

    #[test]
    fn types_are_named_by_their_bits() {
        let all = [Types::STRING, Types::INTEGER, Types::NUMBER, Types::BOOLEAN, Types::ARRAY, Types::OBJECT];
        let names: Vec<&str> = all.into_iter().flat_map(Types::names).collect();
        assert_eq!(names, ["string", "integer", "number", "boolean", "array", "object"]);
    }

    /// Reads all there is, so that nothing of it can be out of form.
    #[test]
    fn everything_can_be_read() {
        let mut seen = std::collections::HashSet::new();
        let mut open: Vec<Schema> = Vec::new();
        for found in names().filter_map(find) {
            open.push(found.properties);
            open.extend(found.attributes.iter().map(|(_, it)| it));
            while let Some(next) = open.pop() {
                if !seen.insert(next) {
                    continue;
                }
                let it = next.constraints();
                open.extend(it.reference.into_iter().chain(it.items).chain(it.not).chain(it.other_properties));
                open.extend(
                    [it.properties, it.pattern_properties].into_iter().flatten().flat_map(Pairs::iter).map(|it| it.1),
                );
                let lists = [it.first_items, it.any_of, it.one_of, it.all_of];
                open.extend(lists.into_iter().flatten().flat_map(|it| it.iter()));
                open.extend(it.implication.into_iter().flatten());
            }
        }
        assert!(seen.len() > 10_000);
    }
}
