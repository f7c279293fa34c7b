//! What functions and conditions come to, with the values that parameters have while the template is expanded.
use super::View;
use crate::analysis::Translation;
use crate::semantics::known_value;
use crate::syntax::{Map, Node, Text};
use crate::template::conditions::{Conditions, Setting};
use crate::template::intrinsics;
use crate::template::references::references;
use std::cell::RefCell;
use std::collections::HashMap;

/// Most parts of conditions that are gone through for all questions together.
const MOST_STEPS: usize = 200_000;
/// Deepest `Fn::If` in another that is followed.
const DEEPEST: usize = 20;

/// Says what values come to.
pub(super) struct Resolver<'v> {
    translation: &'v Translation,
    /// The values of the parameters.
    settings: Vec<Setting>,
    decided: RefCell<HashMap<Text, Option<bool>>>,
    steps: RefCell<usize>,
    /// Whether the region is known, rather than taken for one.
    is_region_known: bool,
}

impl<'v> Resolver<'v> {
    pub(super) fn new(view: &'v View) -> Option<Self> {
        let translation = view.translation()?;
        let declared = translation.template.section("Parameters").and_then(Node::map);
        let open = declared.into_iter().flat_map(Map::keys).map(|it| &**it);
        let open = open.filter(|it| !translation.template.is_looked_up(it));
        let open = open.filter(|it| !is_secret(translation, it)).chain(view.is_region_known.then_some("AWS::Region"));
        let value = |name: &str| {
            Some((Text::from(name.to_owned()), translation.expanded.parameters.value(name)?.scalar_text()?))
        };
        Some(Self {
            translation,
            settings: open.filter_map(value).collect(),
            decided: RefCell::default(),
            steps: RefCell::default(),
            is_region_known: view.is_region_known,
        })
    }

    /// The text that a value comes to, if it is one.
    pub(super) fn text(&self, node: &Node) -> Option<String> {
        self.value(node)?.scalar_text()
    }

    /// What a value comes to. `None` where that is decided only at deployment, or is a secret.
    pub(super) fn value(&self, node: &Node) -> Option<Node> {
        self.value_at(node, 0)
    }

    fn value_at(&self, node: &Node, depth: usize) -> Option<Node> {
        if let Some([condition, then, otherwise]) = intrinsics::argument(node, "Fn::If").and_then(Node::list) {
            let side = if self.decide(condition.text()?)? { then } else { otherwise };
            return if depth < DEEPEST { self.value_at(side, depth + 1) } else { None };
        }
        let is_open = |name: &str| match name {
            "AWS::Region" | "AWS::Partition" => !self.is_region_known,
            name => is_secret(self.translation, name),
        };
        if references(node).iter().any(|it| is_open(it.target())) {
            return None;
        }
        known_value(node, &self.translation.template, &self.translation.expanded)
    }

    /// Whether a condition holds.
    pub(super) fn decide(&self, name: &Text) -> Option<bool> {
        if let Some(known) = self.decided.borrow().get(name) {
            return *known;
        }
        let conditions = Conditions::new(&self.translation.template);
        let mut steps = self.steps.borrow_mut();
        let mut possible = |holds: bool| {
            conditions.possible(&[(name.clone(), holds)], &self.settings, MOST_STEPS.saturating_sub(*steps), &mut steps)
        };
        let found = match (possible(true), possible(false)) {
            (Some(true), Some(false)) => Some(true),
            (Some(false), Some(true)) => Some(false),
            _ => None,
        };
        self.decided.borrow_mut().insert(name.clone(), found);
        found
    }
}

/// Whether a name is that of a parameter whose value nobody is to see.
pub(super) fn is_secret(translation: &Translation, name: &str) -> bool {
    let parameters = translation.template.section("Parameters").and_then(Node::map);
    let no_echo = parameters.and_then(|it| it.get(name)?.get("NoEcho"));
    no_echo.is_some_and(|it| it.plain_text().eq_ignore_ascii_case("true"))
}
