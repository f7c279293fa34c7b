//! Which resources of a stack are there before others.
use super::evaluator::Evaluator;
use crate::syntax::Node;
use crate::template::references::{dependencies, references};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// What each resource of a document waits for, as far as it was asked.
pub(crate) struct CreationOrder<'s, 'a> {
    evaluator: &'s Evaluator<'a>,
    awaited: RefCell<HashMap<String, Rc<HashSet<String>>>>,
}

impl<'s, 'a> CreationOrder<'s, 'a> {
    pub(crate) fn new(evaluator: &'s Evaluator<'a>) -> Self {
        Self { evaluator, awaited: RefCell::default() }
    }

    /// Whether a resource of the document waits for another one, or for one that does.
    pub(crate) fn waits(&self, id: &str, earlier: &str) -> bool {
        self.awaited(id).contains(earlier)
    }

    /// Everything that a resource of the document waits for.
    pub(crate) fn awaited(&self, id: &str) -> Rc<HashSet<String>> {
        let known = self.awaited.borrow().get(id).cloned();
        known.unwrap_or_else(|| {
            let found = Rc::new(self.closure(id));
            self.awaited.borrow_mut().insert(id.to_owned(), found.clone());
            found
        })
    }

    fn closure(&self, id: &str) -> HashSet<String> {
        let mut found: HashSet<String> = HashSet::new();
        let mut open = vec![id.to_owned()];
        while let Some(next) = open.pop() {
            let Some(resource) = self.evaluator.generated().and_then(|it| it.get(&next)) else { continue };
            for reference in references(resource).iter().chain(&dependencies(resource)) {
                if found.insert(reference.target().to_owned()) {
                    open.push(reference.target().to_owned());
                }
            }
        }
        found
    }
}

impl<'a> Evaluator<'a> {
    /// The resources of these types in the document, by the only resource that a property refers to.
    pub(crate) fn by_owner(&self, types: &[&str], property: &str) -> HashMap<String, Vec<(&'a str, &'a Node)>> {
        let mut found: HashMap<String, Vec<(&'a str, &'a Node)>> = HashMap::new();
        for (id, resource) in self.generated().into_iter().flat_map(|it| it.iter()) {
            let type_name = resource.get("Type").and_then(Node::text);
            if !type_name.is_some_and(|it| types.contains(&&**it)) {
                continue;
            }
            let named = resource.at(&["Properties", property]).map(references).unwrap_or_default();
            if let [owner] = named.as_slice() {
                found.entry(owner.target().to_owned()).or_default().push((id, resource));
            }
        }
        found
    }
}
