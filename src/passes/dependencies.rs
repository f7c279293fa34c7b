//! Makes resources of the document wait for others (`DependsOn`) where an expansion asks for it.
use crate::cfn::{Dependency, Resource};
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text};

/// Who waits for whom in the document.
#[derive(Debug, Default)]
pub struct Dependencies {
    /// Groups of resources that came to one list together: in the reference they have the same list in memory, and
    /// what is removed for one of them is removed for all.
    sharing: Vec<Vec<Text>>,
}

impl Dependencies {
    /// Remembers which of the resources that one construct turned into have its list.
    pub fn remember(&mut self, generated: &[Resource]) {
        let lists = generated.iter().filter_map(|it| Some((it, it.attributes.get("DependsOn")?)));
        let mut groups: Vec<(&Node, Vec<Text>)> = Vec::new();
        for (resource, list) in lists.filter(|(_, it)| it.list().is_some()) {
            match groups.iter_mut().find(|(known, _)| known.span == list.span && *known == list) {
                Some((_, ids)) => ids.push(resource.logical_id.clone()),
                None => groups.push((list, vec![resource.logical_id.clone()])),
            }
        }
        self.sharing.extend(groups.into_iter().map(|(_, ids)| ids).filter(|it| it.len() > 1));
    }

    pub fn apply(&mut self, dependency: &Dependency, resources: &mut Map) {
        match dependency {
            Dependency::Added { waiting, awaited } => {
                self.part(waiting);
                let resource = resources.get_mut(waiting).filter(|it| it.is_truthy());
                if let Some((span, resource)) = resource.and_then(|it| Some((it.span, it.map_mut()?))) {
                    let before = resource.get("DependsOn").map(as_list).unwrap_or_default();
                    set(resource, span, with(before, std::slice::from_ref(awaited), span));
                }
            }
            Dependency::Replaced { written, generated } => {
                let waits = |resource: &Node| {
                    let awaited = resource.map().and_then(|it| it.get("DependsOn"));
                    awaited.is_some_and(|it| {
                        it.list().unwrap_or(std::slice::from_ref(it)).iter().any(|it| it.is_text(written))
                    })
                };
                let waiting: Vec<Text> = resources.iter().filter(|it| waits(it.1)).map(|it| it.0.clone()).collect();
                waiting.iter().for_each(|id| self.replace(id, written, generated, resources));
            }
        }
    }

    fn replace(&mut self, id: &Text, written: &str, generated: &[Text], resources: &mut Map) {
        let Some(resource) = resources.get_mut(id) else { return };
        let span = resource.span;
        let Some(resource) = resource.map_mut() else { return };
        let Some(before) = resource.get("DependsOn") else { return };
        let mut left = as_list(before);
        let Some(place) = left.iter().position(|it| it.is_text(written)) else { return };
        left.remove(place);
        set(resource, span, with(left.clone(), generated, span));
        for other in self.part(id) {
            if let Some(resource) = resources.get_mut(&other).and_then(Node::map_mut) {
                set(resource, span, left.clone());
            }
        }
    }

    /// Gives a resource a list of its own; those that go on sharing are returned.
    fn part(&mut self, id: &Text) -> Vec<Text> {
        let Some(group) = self.sharing.iter_mut().find(|it| it.contains(id)) else { return Vec::new() };
        group.retain(|it| it != id);
        group.clone()
    }
}

fn as_list(node: &Node) -> Vec<Node> {
    node.list().map_or_else(|| vec![node.clone()], <[Node]>::to_vec)
}

/// The list with those ids that are not in it yet.
fn with(mut list: Vec<Node>, ids: &[Text], span: Span) -> Vec<Node> {
    for id in ids {
        if !list.iter().any(|it| it.is_text(id)) {
            list.push(id.into_node(span));
        }
    }
    list
}

fn set(resource: &mut Map, span: Span, list: Vec<Node>) {
    resource.insert("DependsOn", list.into_node(span));
}
