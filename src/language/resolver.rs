//! Puts what is known into the place of functions, from the inside out.
use super::values::{Known, Source, Values, at};
use super::{Found, Purpose, Refused, Resolved};
use crate::diagnostic::{Diagnostic, Severity, codes};
use crate::source::Span;
use crate::syntax::{Budget, DEEPEST_NESTING, LARGEST_TEMPLATE, Map, Node, Text, Value, measure};
use crate::template::parameters::text_too_large;
use crate::template::{Made, functions, intrinsics};
use std::collections::{BTreeSet, HashMap, HashSet};

/// What a call of a function with this argument becomes: a value, or a call in which what is known was put in.
pub(super) type Function = fn(&mut Resolver<'_>, &Node, &Node) -> Resolved;

/// The same of any function, by its name.
pub(super) type Functions = fn(&mut Resolver<'_>, &Node, &Text, &Node) -> Resolved;

/// How many values and conditions may wait for each other. A template that nests as deeply as it may is within that.
const DEEPEST: usize = DEEPEST_NESTING + 20;

/// What is known of a template whose loops are unrolled, and what was found out on the way.
pub(super) struct Resolver<'a> {
    pub sections: &'a Map,
    pub values: &'a Values<'a>,
    functions: Functions,
    pub conditions: HashMap<Text, Decided>,
    /// The conditions that are being evaluated, from the outside in.
    pub evaluating: Vec<Text>,
    /// The names of what loops may make besides, as [`Made::open_names`] has them.
    open_names: Vec<Vec<String>>,
    /// The conditions that cannot be evaluated, which was reported.
    pub refused: HashSet<Text>,
    found: Found,
    /// How many values were used that may change before the template is deployed.
    changeable: usize,
    replaced: Vec<Span>,
    changeable_places: Vec<Span>,
    unknown: Vec<Span>,
    fixed: BTreeSet<String>,
    budget: Budget,
    /// Whether nothing more can be put in, which was reported.
    is_spent: bool,
    /// How many values and conditions wait for each other now.
    depth: usize,
    /// Whether it was reported that they are too many.
    is_too_deep: bool,
    /// Whether the last call stays although all of it is known.
    is_kept: bool,
}

/// What a condition comes to: `None` where that is not known. And whether that may change before the template is deployed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decided {
    pub holds: Option<bool>,
    pub is_changeable: bool,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(sections: &'a Map, values: &'a Values<'a>, made: &Made, functions: Functions) -> Self {
        Self {
            sections,
            values,
            functions,
            conditions: HashMap::new(),
            evaluating: Vec::new(),
            open_names: made.open_names.clone(),
            refused: HashSet::new(),
            found: Found::new(),
            changeable: 0,
            replaced: Vec::new(),
            changeable_places: Vec::new(),
            unknown: Vec::new(),
            fixed: BTreeSet::new(),
            budget: Budget::default(),
            is_spent: false,
            depth: 0,
            is_too_deep: false,
            is_kept: false,
        }
    }

    /// Tells `made` what was put in, and gives what was found, each mistake once over all rounds of loops.
    pub(super) fn finish(self, made: &mut Made) -> Found {
        made.replaced.extend(self.replaced);
        made.changeable.extend(self.changeable_places);
        made.unknown.extend(self.unknown);
        made.fixed.extend(self.fixed);
        once(self.found)
    }

    /// Forgets which functions stayed: they do not stay in the result.
    pub(super) fn forget_unknown(&mut self) {
        self.unknown.clear();
    }

    /// The value of a parameter or pseudo parameter, used at `span`.
    pub(super) fn value(&mut self, name: &str, span: Span) -> Option<Known> {
        let known = self.values.of(name, span)?;
        Some(self.used(known, name))
    }

    /// The same within a text, which takes no list; see [`Values::of_scalar`].
    pub(super) fn scalar(&mut self, name: &str, span: Span) -> Option<Known> {
        let known = self.values.of_scalar(name, span)?;
        Some(self.used(known, name))
    }

    fn used(&mut self, known: Known, name: &str) -> Known {
        if known.source != Source::Given {
            self.note_change();
        }
        if known.source == Source::Default {
            self.fixed.insert(name.to_owned());
        }
        known
    }

    /// Whether a loop may make an entry of this name, of which nothing else is known.
    pub(super) fn may_be_made(&self, name: &str) -> bool {
        Made::is_one_of(&self.open_names, name)
    }

    /// Notes that a value was used that may change before the template is deployed.
    pub(super) fn note_change(&mut self) {
        self.changeable += 1;
    }

    /// How often such values were used, to see whether some work used one.
    pub(super) fn changes(&self) -> usize {
        self.changeable
    }

    /// Reports a mistake. What hangs on a value that may change is none of every deployment; but the document that is made
    /// with that value cannot be made.
    pub(super) fn refuse(&mut self, finding: Diagnostic, changes_before: usize) -> Refused {
        let is_checked = self.values.purpose() == Purpose::Check;
        let finding = match is_checked && self.changeable > changes_before {
            true => Diagnostic { severity: Severity::Warning, ..finding },
            false => finding,
        };
        self.found.push(finding);
        Refused
    }

    /// The call, which stays although all of it is known.
    pub(super) fn kept(&mut self, call: Node) -> Node {
        self.is_kept = true;
        call
    }

    /// What was found since there were so many findings is forgotten.
    pub(super) fn forget_since(&mut self, count: usize) {
        self.found.truncate(count);
    }

    pub(super) fn found_count(&self) -> usize {
        self.found.len()
    }

    /// Blames a resource for what was found since there were so many findings.
    pub(super) fn blame(&mut self, id: &str, count: usize) {
        for finding in &mut self.found[count..] {
            finding.subject.resource.get_or_insert_with(|| id.to_owned());
        }
    }

    /// The text that these pieces are together, unless all such texts become too large. That is known before it is built.
    pub(super) fn text<'t>(&mut self, pieces: impl Iterator<Item = &'t str> + Clone, span: Span) -> Resolved {
        let mut length = 0_usize;
        for piece in pieces.clone() {
            length = length.saturating_add(piece.len());
            // Nobody has to count what is too much anyway.
            if length > LARGEST_TEMPLATE {
                break;
            }
        }
        self.make_room_for_text(length, span)?;
        let mut text = String::with_capacity(length);
        text.extend(pieces);
        Ok(Node::new(span, Value::Text(text.into())))
    }

    /// Asks for room for a text of this length, before it is built.
    pub(super) fn make_room_for_text(&mut self, length: usize, span: Span) -> Result<(), Refused> {
        if self.budget.spend(length) {
            return Ok(());
        }
        let changes = self.changes();
        Err(self.refuse(text_too_large(span), changes))
    }

    /// Asks for room for a list or map that costs so much, before it is built.
    pub(super) fn make_room(&mut self, cost: usize, span: Span) -> Result<(), Refused> {
        if self.budget.spend(cost) {
            return Ok(());
        }
        self.is_spent = true;
        let message = "with the values that are put in, the template becomes too large";
        let finding = Diagnostic::new(&codes::TEMPLATE_TOO_LARGE, span, message);
        let changes = self.changes();
        Err(self.refuse(finding.help("use shorter lists, or fewer of them"), changes))
    }

    /// Whether nothing more can be put in, which was reported.
    pub(super) fn is_spent(&self) -> bool {
        self.is_spent
    }

    /// A value from elsewhere that takes the place of a function, unless all of them become too large.
    pub(super) fn put_in(&mut self, value: &Node, span: Span) -> Resolved {
        if self.is_spent {
            return Err(Refused);
        }
        // Texts are shared, wherever they stand.
        if value.list().is_some() || value.map().is_some() {
            self.make_room(measure(value).0, span)?;
        }
        Ok(at(value.clone(), span))
    }

    /// What `work` gives, which waits for what is at `span`.
    pub(super) fn deeper<T>(
        &mut self,
        span: Span,
        work: impl FnOnce(&mut Self) -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        if self.depth >= DEEPEST {
            let message = format!("more than {DEEPEST} values and conditions wait for each other here");
            let finding = Diagnostic::new(&codes::TEMPLATE_TOO_LARGE, span, message);
            // All of them are one chain, whichever end it is looked at from.
            if std::mem::replace(&mut self.is_too_deep, true) {
                return Err(Refused);
            }
            let changes = self.changes();
            return Err(self.refuse(finding.help("use fewer conditions that are made of others"), changes));
        }
        self.depth += 1;
        let given = work(self);
        self.depth -= 1;
        given
    }

    /// The value with what is known put in.
    pub(super) fn resolve(&mut self, node: &Node) -> Resolved {
        self.deeper(node.span, |it| it.resolve_here(node))
    }

    fn resolve_here(&mut self, node: &Node) -> Resolved {
        match &node.value {
            Value::Map(map) => match intrinsics::is_call(node).then(|| map.only()).flatten() {
                Some((name, argument)) => self.call(node, name, argument),
                None => self.map(node, map),
            },
            Value::List(items) => self.list(node, items),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => Ok(node.clone()),
        }
    }

    fn map(&mut self, node: &Node, map: &Map) -> Resolved {
        let mut resolved = Map::new();
        let mut outcome = Ok(());
        for (key, entry) in map.entries() {
            match self.resolve(&entry.value) {
                Ok(it) if is_nothing(&it) => (),
                Ok(it) => drop(resolved.insert_at(key.clone(), entry.key_span, it)),
                Err(refused) => outcome = Err(refused),
            }
        }
        outcome.map(|()| Node::new(node.span, Value::Map(resolved)))
    }

    fn list(&mut self, node: &Node, items: &[Node]) -> Resolved {
        let items = self.items(items)?;
        let kept = items.into_iter().filter(|it| !is_nothing(it)).collect();
        Ok(Node::new(node.span, Value::List(kept)))
    }

    /// Each of the items, and all mistakes in them.
    pub(super) fn items(&mut self, items: &[Node]) -> Result<Vec<Node>, Refused> {
        let mut resolved = Vec::with_capacity(items.len());
        let mut outcome = Ok(());
        for item in items {
            match self.resolve(item) {
                Ok(it) => resolved.push(it),
                Err(refused) => outcome = Err(refused),
            }
        }
        outcome.map(|()| resolved)
    }

    fn call(&mut self, node: &Node, name: &Text, argument: &Node) -> Resolved {
        let changes = self.changes();
        self.is_kept = false;
        let resolved = (self.functions)(self, node, name, argument)?;
        let is_replaced = !is_call_of(&resolved, name);
        if is_replaced {
            self.replaced.push(node.span);
        } else if functions::find(name).is_some()
            && !is_no_value(&resolved)
            && !self.is_kept
            && !self.values.waits_for_resource(&resolved)
        {
            self.unknown.push(node.span);
        }
        if self.changes() > changes {
            self.changeable_places.push(node.span);
        }
        Ok(resolved)
    }
}

/// The findings, each mistake once over all rounds of loops.
pub(super) fn once(mut found: Found) -> Found {
    let mut seen = HashSet::new();
    found.retain(|it| seen.insert((it.code.name, it.span)));
    found
}

/// `AWS::NoValue`, or null: what takes itself out of the map or list in which it stands.
pub(super) fn is_nothing(node: &Node) -> bool {
    node.is_null() || is_no_value(node)
}

pub(super) fn is_no_value(node: &Node) -> bool {
    intrinsics::is_no_value(node)
}

fn is_call_of(node: &Node, name: &str) -> bool {
    intrinsics::argument(node, name).is_some()
}
