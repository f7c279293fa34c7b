//! Makes resources of the document wait for others (`DependsOn`) where an expansion asks for it.
use crate::cfn::{Dependency, Resource};
use crate::source::Span;
use crate::syntax::{IntoNode, Node, Text, Unsettled};
use std::collections::{BTreeSet, HashMap};

/// Who waits for whom in the document.
#[derive(Debug, Default)]
pub(crate) struct Dependencies {
    /// Groups of resources that came to one list together: in the reference they have the same list in memory, and
    /// what is removed for one of them is removed for all.
    sharing: Vec<Vec<Text>>,
    /// The groups that a resource is or was in.
    groups: HashMap<Text, Vec<usize>>,
    /// Who waits for a resource, or once did; made when it is first needed.
    waiting: Option<HashMap<Text, BTreeSet<Text>>>,
}

impl Dependencies {
    /// Remembers which of the resources that one construct turned into have its list.
    pub(crate) fn remember(&mut self, generated: &[Resource]) {
        let lists = generated.iter().filter_map(|it| Some((it, it.attributes.get("DependsOn")?)));
        lists.clone().for_each(|(resource, list)| self.note(&resource.logical_id, list));
        let mut groups: Vec<(&Node, Vec<Text>)> = Vec::new();
        for (resource, list) in lists.filter(|(_, it)| it.list().is_some()) {
            match groups.iter_mut().find(|(known, _)| known.span == list.span && *known == list) {
                Some((_, ids)) => ids.push(resource.logical_id.clone()),
                None => groups.push((list, vec![resource.logical_id.clone()])),
            }
        }
        for ids in groups.into_iter().map(|(_, ids)| ids).filter(|it| it.len() > 1) {
            ids.iter().for_each(|id| self.groups.entry(id.clone()).or_default().push(self.sharing.len()));
            self.sharing.push(ids);
        }
    }

    /// Remembers whom a resource waits for, if that is asked for.
    fn note(&mut self, id: &Text, awaited: &Node) {
        let Some(waiting) = &mut self.waiting else { return };
        for name in names(awaited).filter_map(Node::text) {
            waiting.entry(name.clone()).or_default().insert(id.clone());
        }
    }

    /// Who waits for a resource of this name, in the order of the document.
    fn waiting_for(&mut self, name: &str, resources: &mut Unsettled<'_>) -> Vec<Text> {
        if self.waiting.is_none() {
            self.waiting = Some(HashMap::new());
            for id in resources.keys() {
                if let Some(list) = awaited(&id, resources) {
                    self.note(&id, &list);
                }
            }
        }
        let noted = self.waiting.as_ref().and_then(|it| it.get(name)).into_iter().flatten();
        let mut waits = |id: &&Text| awaited(id, resources).is_some_and(|it| names(&it).any(|it| it.is_text(name)));
        let mut waiting: Vec<Text> = noted.filter(|it| waits(it)).cloned().collect();
        resources.sort(&mut waiting);
        waiting
    }

    pub(crate) fn apply(&mut self, dependency: &Dependency, resources: &mut Unsettled<'_>) {
        match dependency {
            Dependency::Added { waiting, awaited } => {
                self.part(waiting);
                let span = resources.span(waiting).unwrap_or(Span::NOWHERE);
                if let Some(mut resource) = resources.below(waiting).filter(|it| !it.is_empty()) {
                    let before = resource.settled("DependsOn").map(|it| as_list(it)).unwrap_or_default();
                    let list = with(before, std::slice::from_ref(awaited), span).into_node(span);
                    self.note(waiting, &list);
                    resource.insert("DependsOn", list);
                }
            }
            Dependency::Replaced { written, generated } => {
                let waiting = self.waiting_for(written, resources);
                waiting.iter().for_each(|id| self.replace(id, written, generated, resources));
            }
        }
    }

    fn replace(&mut self, id: &Text, written: &str, generated: &[Text], resources: &mut Unsettled<'_>) {
        let Some(span) = resources.span(id) else { return };
        let Some(mut resource) = resources.below(id) else { return };
        let Some(before) = resource.settled("DependsOn") else { return };
        let mut left = as_list(before);
        let Some(place) = left.iter().position(|it| it.is_text(written)) else { return };
        left.remove(place);
        let list = with(left.clone(), generated, span).into_node(span);
        self.note(id, &list);
        resource.insert("DependsOn", list);
        for other in self.part(id) {
            if let Some(mut resource) = resources.below(&other) {
                resource.insert("DependsOn", left.clone().into_node(span));
            }
        }
    }

    /// Gives a resource a list of its own; those that go on sharing are returned.
    fn part(&mut self, id: &Text) -> Vec<Text> {
        let groups = self.groups.get(id).into_iter().flatten();
        let Some(group) = groups.copied().find(|it| self.sharing[*it].contains(id)) else { return Vec::new() };
        self.sharing[group].retain(|it| it != id);
        self.sharing[group].clone()
    }
}

/// The `DependsOn` of a resource.
fn awaited(id: &str, resources: &mut Unsettled<'_>) -> Option<Node> {
    resources.below(id)?.settled("DependsOn").cloned()
}

/// What a `DependsOn` names, one or several.
fn names(depends_on: &Node) -> std::slice::Iter<'_, Node> {
    depends_on.list().unwrap_or(std::slice::from_ref(depends_on)).iter()
}

fn as_list(node: &Node) -> Vec<Node> {
    names(node).cloned().collect()
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
