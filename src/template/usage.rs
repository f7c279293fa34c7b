//! What a template uses of its own parameters, conditions and mappings. Generous: what may be a use is one.
use super::Template;
use crate::syntax::{Map, Node};
use std::collections::HashSet;

/// The names that a template uses.
#[derive(Debug, Default)]
pub(crate) struct Usage<'a> {
    /// What `Ref` and `Fn::Sub` name, and every text in `Rules`.
    pub names: HashSet<&'a str>,
    pub conditions: HashSet<&'a str>,
    pub mappings: HashSet<&'a str>,
    /// Whether snippets are included, mappings found by a computed name, or parts of the template could not be read: then
    /// not every use can be seen.
    pub is_open: bool,
}

impl<'a> Usage<'a> {
    pub(crate) fn of(template: &'a Template) -> Self {
        let mut usage = Self { is_open: !template.is_whole(), ..Self::default() };
        // Parameters refer to nothing.
        let written = template.made().map(|it| &it.written);
        let sections = template.sections().iter().chain(written.into_iter().flat_map(Map::iter));
        for (name, section) in sections.filter(|(name, _)| **name != *"Parameters") {
            let in_rules = **name == *"Rules";
            section.walk(&mut |node| match node.map() {
                Some(map) => usage.read(map),
                // `Fn::ValueOf` and its like name parameters by plain texts.
                None => usage.names.extend(node.text().filter(|_| in_rules).map(|it| &**it)),
            });
        }
        usage
    }

    fn read(&mut self, map: &'a Map) {
        for (key, value) in map.iter() {
            let first = value.list().and_then(<[Node]>::first);
            match &**key {
                "Ref" => self.names.extend(value.text().map(|it| &**it)),
                "Fn::Sub" => {
                    let text = first.unwrap_or(value).text();
                    self.names.extend(text.into_iter().flat_map(|it| variables(it)));
                }
                "Condition" => self.conditions.extend(value.text().map(|it| &**it)),
                "Fn::If" => self.conditions.extend(first.and_then(Node::text).map(|it| &**it)),
                "Fn::FindInMap" => match first.and_then(Node::text) {
                    Some(name) => drop(self.mappings.insert(name)),
                    None => self.is_open = true,
                },
                "Fn::Transform" => self.is_open = true,
                _ => (),
            }
        }
    }
}

/// What stands between `${` and `}`, whatever it is.
fn variables(text: &str) -> impl Iterator<Item = &str> {
    text.split("${").skip(1).filter_map(|it| it.split('}').next()).map(str::trim)
}
