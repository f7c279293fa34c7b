//! Goes through a resource along its schema.
use super::format;
use super::misfit::{Measure, Misfit, Unfit};
use super::scalar::{as_number, broken_count, broken_range, is_of};
use super::suggestion::{self, Level};
use super::written::{Written, written_parts};
use crate::diagnostic::nearest;
use crate::facts::cloudformation::{Constraints, ResourceType, Schema, Texts, Types};
use crate::facts::packaged::is_packaged;
use crate::semantics::evaluator::Evaluator;
use crate::semantics::placeholders::{is_dynamic, is_placeholder, is_stand_in};
use crate::semantics::plain_scalars::reread;
use crate::source::Span;
use crate::syntax::{Map, Node, Text, Value};
use crate::template::conditions::Side;
use crate::template::{intrinsics, pattern};
use std::borrow::Cow;
use std::collections::HashMap;

/// Deepest nesting of values that is followed.
const DEEPEST: usize = 40;
/// Longer lists that come from elsewhere, such as a parameter, are not looked into: that is done wherever they are used.
const MOST_ITEMS: usize = 1_000;

/// A resource of CloudFormation that is compared with its schema.
pub(super) struct Walk<'w, 'a> {
    pub evaluator: &'w Evaluator<'a>,
    pub facts: ResourceType,
    /// The user's resource, and the event that asked for it.
    pub resource: &'a Text,
    pub event: Option<&'a Text>,
    /// The values of the template by their places, where the resource is generated: what the user did not write is not
    /// the user's mistake.
    pub written: Option<&'w Written<'a>>,
    /// Whether to look for what the user wrote wrongly, and not for what SAM made wrongly.
    pub blames_user: bool,
    pub found: Vec<Misfit<'a>>,
    /// The names that lead to the property at hand.
    pub path: Vec<Text>,
    /// Whether some nested properties cannot be set, or are deprecated.
    pub has_nested_statuses: bool,
    /// The maps around the property at hand, from the outermost.
    pub levels: Vec<Level>,
    /// How many sides of conditions are taken wherever the resource is.
    pub certain_sides: usize,
    /// How many values may still be looked at.
    pub steps: usize,
    /// What decided that a schema holds for a map, while the map is compared with it.
    pub because: Option<Because>,
}

/// A property of a map, which is there or has this value.
#[derive(Clone, Debug)]
pub(super) struct Because {
    /// Where the map stands.
    pub map: Span,
    pub name: String,
    pub value: Option<String>,
}

/// Where a value stands.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    /// The property that it is a value of, as it is written.
    pub property: &'p str,
    pub is_item: bool,
    /// Where it is said that something is missing in it.
    pub key_span: Span,
    /// The sides of conditions that are taken.
    pub sides: &'p [Side],
    /// Where the value is used, if it stands elsewhere.
    pub used_at: Option<Span>,
    /// The parameter whose default it is.
    pub parameter: Option<&'p str>,
    /// Whether the user wrote it, as far as this value itself goes.
    pub is_written: bool,
    /// Whether the user wrote all that is in it.
    pub is_as_written: bool,
    pub depth: usize,
}

impl<'a> Walk<'_, 'a> {
    /// A value as written, which may be decided by conditions or come from elsewhere.
    pub(super) fn value(&mut self, schema: Schema, node: &Node, place: &Place<'_>) {
        if node.is_null() || place.depth > DEEPEST || self.steps == 0 {
            return;
        }
        self.steps -= 1;
        if !intrinsics::is_if(node) {
            return self.branch(schema, node, place);
        }
        for branch in self.evaluator.present_branches(node, place.sides) {
            self.branch(schema, branch.node, &Place { sides: &branch.sides, ..*place });
        }
    }

    /// A value that conditions do not decide any more.
    fn branch(&mut self, schema: Schema, node: &Node, place: &Place<'_>) {
        if !intrinsics::is_intrinsic(node) {
            self.literal(schema, node, place);
        } else if place.used_at.is_none() && !intrinsics::is_no_value(node) {
            let is_written = place.is_as_written || self.is_as_written(node);
            if is_written != self.blames_user {
                return;
            }
            let place = &Place { is_written, ..*place };
            let before = self.found.len();
            self.function(schema, node, place);
            // What is wrong with the function would be found again in what it gives.
            if self.found.len() > before {
                return;
            }
            let values = self.evaluator.values_where(place.sides, node);
            if values.is_empty() {
                self.composed(schema, node, place);
            }
            for known in values {
                let parameter = intrinsics::argument(node, "Ref").and_then(Node::text);
                let elsewhere = !node.span.contains(known.node.span);
                let used_at = elsewhere.then_some(known.at);
                // As defaults of parameters, empty strings mean that there is none.
                if elsewhere && known.node.is_text("") {
                    continue;
                }
                let parameter = parameter.map(|it| &**it);
                let place = Place { used_at, parameter, is_as_written: true, ..*place };
                let items = parameter.filter(|it| self.evaluator.is_list(it)).and_then(|_| items(&known.node));
                let value = items.as_ref().unwrap_or(&known.node);
                // It is looked at wherever it is used.
                if !elsewhere || value.list().is_none_or(|it| it.len() <= MOST_ITEMS) {
                    self.literal(schema, value, &place);
                }
            }
            let before = self.found.len();
            for allowed in self.evaluator.allowed_values(node, place.sides) {
                let place = Place { used_at: Some(node.span), is_as_written: true, ..*place };
                self.literal(schema, allowed, &place);
                // The first one that does not fit shows what is asked of the others.
                if self.found.len() > before {
                    break;
                }
            }
        }
    }

    /// A value that is no function.
    pub(super) fn literal(&mut self, schema: Schema, node: &Node, place: &Place<'_>) {
        let is_as_written = place.is_as_written || self.is_as_written(node);
        let is_written = is_as_written || self.is_written(node);
        let place = Place { is_written, is_as_written, ..*place };
        if is_written != self.blames_user && node.map().is_none() && node.list().is_none() {
            return;
        }
        // What is looked up at deployment is not known, nor where a local path is uploaded to.
        let is_path = || is_packaged(self.facts.name, self.path.iter().map(|it| &**it));
        if node.text().is_some_and(|it| is_dynamic(it) || is_path()) {
            return;
        }
        // SAM puts the defaults of parameters in the place of references to them.
        let default = place.parameter.is_none().then(|| self.parameter_of(node)).flatten();
        if default.is_some_and(|it| !self.evaluator.may_be_default(it, place.sides)) {
            return;
        }
        let place = Place { parameter: place.parameter.or(default.map(|it| &**it)), ..place };
        let parts = schema.parts();
        if let Some(types) = parts.iter().map(|it| it.types).find(|it| !is_of(*it, node)) {
            self.report(Unfit::Type(types), node, &place);
            return;
        }
        match &node.value {
            Value::Map(map) => self.map(schema, &parts, map, node, &place),
            Value::List(items) => self.list(&parts, items, node, &place),
            Value::Null => return,
            Value::Bool(_) | Value::Number(_) | Value::Text(_) => self.scalar(&parts, node, &place),
        }
        if node.map().is_none() {
            parts.iter().for_each(|it| self.combinations(it, node, &place, true));
        }
    }

    /// A text that is put together at deployment, of which only parts are known.
    fn composed(&mut self, schema: Schema, node: &Node, place: &Place<'_>) {
        let known = written_parts(node);
        let parts = schema.parts();
        let patterns = parts.iter().filter_map(|it| it.pattern);
        let fault = patterns.into_iter().find_map(|pattern| {
            let character = known.iter().find_map(|it| pattern::stranger(pattern, it))?;
            Some(Unfit::Stranger { pattern, character })
        });
        if let Some(fault) = fault {
            self.report(fault, node, place);
        }
    }

    fn scalar(&mut self, parts: &[Constraints], node: &Node, place: &Place<'_>) {
        let Some(text) = node.scalar_text() else { return };
        // A script may put something else in the place of such a word.
        let is_open = is_placeholder(&text) || text.contains("${");
        let is_text_alone = |it: &Constraints| {
            it.types.has(Types::STRING) && !it.types.has(Types::INTEGER.or(Types::NUMBER).or(Types::BOOLEAN))
        };
        if place.used_at.is_none() && parts.iter().any(is_text_alone) && reread(self.evaluator.source, node).is_some() {
            let is_refused = parts.iter().any(|it| {
                it.enumeration.is_some_and(|it| !it.contains(&text))
                    || it.pattern.is_some_and(|it| pattern::is_found(it, &text) == Some(false))
            });
            return self.report(Unfit::Reread { is_refused }, node, place);
        }
        if let Some((allowed, any_case)) = parts.iter().find_map(|it| Some((it.enumeration?, it.any_case))) {
            let number = as_number(node);
            let fits = |it: &str| {
                it == text
                    || (any_case && it.eq_ignore_ascii_case(&text))
                    || (node.bool().is_some() && it.eq_ignore_ascii_case(&text))
                    || number.is_some_and(|number| it.parse() == Ok(number))
            };
            if !allowed.iter().any(fits) {
                if is_open && nearest(&text, allowed.iter()).is_none() {
                    return;
                }
                return self.report(Unfit::NotAllowed(allowed), node, place);
            }
        }
        let mut refused = parts.iter().filter_map(|it| it.not?.constraints().enumeration);
        if refused.any(|it| it.contains(&text)) {
            return self.report(Unfit::Refused, node, place);
        }
        for part in parts {
            let is_number = part.types.has(Types::INTEGER.or(Types::NUMBER));
            if let Some(number) = as_number(node).filter(|_| is_number && !part.types.has(Types::STRING))
                && let Some((least, most)) = broken_range(part, number)
            {
                return self.report(Unfit::Range { measure: Measure::Number(number), least, most }, node, place);
            }
            if is_open {
                continue;
            }
            let is_text = part.types.is_any() || part.types.has(Types::STRING);
            if !is_text || node.bool().is_some() {
                continue;
            }
            let length = text.chars().count();
            if let Some((least, most)) = broken_count(part.length, length, length) {
                return self.report(Unfit::Range { measure: Measure::Characters(length), least, most }, node, place);
            }
            if let Some(pattern) = part.pattern.filter(|it| pattern::is_found(it, &text) == Some(false)) {
                return self.report(Unfit::Pattern(pattern), node, place);
            }
            if let Some(form) = part.format.filter(|it| !format::fits(it, &text)) {
                return self.report(Unfit::Format(form), node, place);
            }
            if let Some(form) = part.takes.and_then(|it| format::expected(it, &text)) {
                return self.report(Unfit::Format(form), node, place);
            }
        }
    }

    fn list(&mut self, parts: &[Constraints], items: &[Node], node: &Node, place: &Place<'_>) {
        // An item can be left out, or be a function that gives several.
        let certain = items.iter().filter(|it| !intrinsics::is_intrinsic(it)).count();
        let is_open = items.iter().any(|it| intrinsics::is_intrinsic(it) && !intrinsics::is_if(it));
        for part in parts {
            let possible = if is_open { usize::MAX } else { items.len() };
            let before = self.found.len();
            if let Some((least, most)) = broken_count(part.items_count, certain, possible) {
                self.report(Unfit::Range { measure: Measure::Entries(items.len()), least, most }, node, place);
            }
            if part.unique_items {
                self.duplicates(items, place);
            }
            // With an entry too many, others are not where they would be.
            let is_in_order = self.found.len() == before;
            for (at, item) in items.iter().enumerate() {
                let first = part.first_items.filter(|_| is_in_order).and_then(|it| it.iter().nth(at));
                for schema in [part.items, first].into_iter().flatten() {
                    let place = Place { is_item: true, key_span: item.span, depth: place.depth + 1, ..*place };
                    self.path.push("*".into());
                    self.value(schema, item, &place);
                    self.path.pop();
                }
            }
        }
    }

    fn duplicates(&mut self, items: &[Node], place: &Place<'_>) {
        let mut seen: HashMap<&Node, usize> = HashMap::new();
        for (at, item) in items.iter().enumerate() {
            let count = seen.entry(item).and_modify(|it| *it += 1).or_insert(1);
            if *count == 2 {
                let first = items[..at].iter().find(|it| *it == item).map_or(item.span, |it| it.span);
                self.report(Unfit::Duplicate { first }, item, &Place { is_item: true, ..*place });
            }
        }
    }

    fn map(&mut self, schema: Schema, parts: &[Constraints], map: &Map, node: &Node, place: &Place<'_>) {
        let owner = if self.levels.is_empty() { self.facts.name } else { place.property };
        self.levels.push(Level { schema, owner: owner.to_owned().into() });
        let before = self.found.len();
        // Such functions put properties here that are not known before deployment.
        let is_open = map.keys().any(|it| it.starts_with("Fn::"));
        let is_closed = !is_open && parts.iter().any(Constraints::is_closed);
        for (name, entry) in map.entries() {
            let known = parts.iter().find_map(|it| it.properties?.get(name));
            let matching = || {
                let patterns = parts.iter().filter_map(|it| it.pattern_properties).flat_map(|it| it.iter());
                patterns.into_iter().find(|(it, _)| pattern::is_found(it, name) != Some(false)).map(|(_, it)| it)
            };
            let other = || parts.iter().find_map(|it| it.other_properties);
            let inner = known.or_else(matching).or_else(other);
            let around = place;
            let place = Place {
                property: if known.is_some() { name } else { place.property },
                is_item: known.is_none(),
                key_span: entry.key_span,
                depth: place.depth + 1,
                ..*place
            };
            match inner {
                Some(schema) => {
                    self.path.push(if known.is_some() { name.clone() } else { "*".into() });
                    if self.can_be_set(&entry.value, &place) {
                        self.value(schema, &entry.value, &place);
                    }
                    self.path.pop();
                }
                None if is_closed && !name.starts_with("Fn::") => self.unknown(name, entry.key_span, map, node, around),
                None => (),
            }
        }
        // What follows from a value that is wrong is not asked.
        let is_sound = self.found.len() == before;
        // What is missing in a map that somebody else made is not looked for.
        let is_looked_at = place.is_written == self.blames_user;
        if !is_open && is_looked_at {
            self.completeness(parts, map, node, place);
        }
        for part in parts {
            if is_looked_at {
                self.combinations(part, node, place, is_sound);
            } else {
                self.all(part, node, place);
                self.exclusions(part, node, place, is_sound);
            }
        }
        self.levels.pop();
    }

    /// Whether a property can be there at all.
    fn can_be_set(&mut self, value: &Node, place: &Place<'_>) -> bool {
        if intrinsics::is_no_value(value) {
            return true;
        }
        let path = match self.path.as_slice() {
            [name] => Cow::Borrowed(&**name),
            path if self.has_nested_statuses => {
                Cow::Owned(path.iter().map(|it| &**it).collect::<Vec<&str>>().join("/"))
            }
            _ => return true,
        };
        let (is_read_only, is_deprecated) =
            (self.facts.read_only.contains(&path), self.facts.deprecated.contains(&path));
        let key = Node::null(place.key_span);
        if is_read_only {
            self.report(Unfit::ReadOnly, &key, place);
            return false;
        }
        if is_deprecated {
            self.report(Unfit::Deprecated, &key, place);
        }
        true
    }

    fn unknown(&mut self, name: &Text, key_span: Span, map: &Map, node: &Node, place: &Place<'_>) {
        let schema = self.levels.last().map(|it| it.schema);
        let Some(known) = schema.and_then(|it| it.parts().iter().find_map(|it| it.properties)) else { return };
        let suggestion = suggestion::suggest(name, map, known, &self.levels, place.property);
        let lack = self.lack(node, place);
        let fault = Unfit::Unknown { known, suggestion, lack };
        let is_written = place.is_written && self.written_map(node).is_none_or(|it| it.contains_key(name));
        let key = Node::new(key_span, Value::Text(name.clone()));
        self.report(fault, &key, &Place { property: name, is_item: false, is_written, ..*place });
    }

    /// Where it is reported that something is missing in a map.
    fn lack(&self, map: &Node, place: &Place<'_>) -> Span {
        if self.levels.len() <= 1 { place.key_span } else { place.key_span.to(map.span) }
    }

    fn completeness(&mut self, parts: &[Constraints], map: &Map, node: &Node, place: &Place<'_>) {
        let (certain, possible) = (map.values().filter(|it| !intrinsics::is_intrinsic(it)).count(), map.len());
        for part in parts {
            if let Some((least, most)) = broken_count(part.properties_count, certain, possible) {
                self.report(Unfit::Range { measure: Measure::Entries(possible), least, most }, node, place);
            }
            for name in part.required.into_iter().flat_map(Texts::iter) {
                if self.may_lack(name, map, place.sides) {
                    let schema = parts.iter().find_map(|it| it.properties?.get(name));
                    let types = schema.and_then(|it| it.parts().iter().map(|it| it.types).find(|it| !it.is_any()));
                    // What asks for a property need not be what describes it.
                    let described = || self.facts.properties.property(name).filter(|_| self.path.is_empty());
                    let of = |it: Schema| it.parts().iter().map(|it| it.types).find(|it| !it.is_any());
                    let types = types.or_else(|| described().and_then(of)).unwrap_or_default();
                    let because = self.because.as_ref().filter(|it| it.map == node.span);
                    let by = because.map(|it| (it.name.clone(), it.value.clone()));
                    let fault = Unfit::Missing { name: name.to_owned(), types, by, map: node.span };
                    let is_written = place.is_written && self.written_map(node).is_none_or(|it| !it.contains_key(name));
                    self.report_lack(fault, node, &Place { is_written, ..*place });
                }
            }
        }
    }

    /// Whether a property is left out on a side of its conditions that can be taken.
    pub(super) fn may_lack(&self, name: &str, map: &Map, sides: &[Side]) -> bool {
        let Some(node) = map.present(name) else { return true };
        self.evaluator.branches(node, sides).iter().any(|it| intrinsics::is_no_value(it.node))
    }

    /// Whether this is what the user wrote, with all that is in it.
    pub(super) fn is_as_written(&self, node: &Node) -> bool {
        self.written.is_none_or(|written| written.value(node.span).is_some_and(|it| *it == *node))
    }

    /// Whether this is what the user wrote, although SAM may have changed what is in it, or how a scalar is written.
    pub(super) fn is_written(&self, node: &Node) -> bool {
        let Some(written) = self.written.and_then(|it| it.value(node.span)) else { return self.written.is_none() };
        match (&written.value, &node.value) {
            (Value::Map(one), Value::Map(_)) => !intrinsics::is_intrinsic(written) && !one.is_empty(),
            (Value::List(_), Value::List(_)) => true,
            _ => written
                .scalar_text()
                .zip(node.scalar_text())
                .is_some_and(|(one, other)| one.eq_ignore_ascii_case(&other)),
        }
    }

    /// The parameter whose default this is, in a generated resource.
    fn parameter_of(&self, node: &Node) -> Option<&'a Text> {
        self.written?;
        let parameters = self.evaluator.template.section("Parameters").filter(|it| it.span.contains(node.span))?;
        let declared = parameters.map()?.entries();
        declared.into_iter().find(|(_, it)| it.value.span.contains(node.span)).map(|(name, _)| name)
    }

    /// The map of the user that this one is made of.
    fn written_map(&self, node: &Node) -> Option<&Map> {
        self.written?.value(node.span)?.map()
    }

    /// Reports what is missing in a map.
    pub(super) fn report_lack(&mut self, fault: Unfit, node: &Node, place: &Place<'_>) {
        self.report(fault, &Node::new(place.key_span, node.value.clone()), place);
    }

    pub(super) fn report(&mut self, fault: Unfit, value: &Node, place: &Place<'_>) {
        if place.is_written != self.blames_user {
            return;
        }
        let owner = self.levels.last().map_or_else(String::new, |it| format!("`{}`", it.owner));
        let parameter = place.parameter;
        let is_stand_in = parameter.is_some() && value.text().is_some_and(|it| is_stand_in(it));
        let fault = if is_stand_in { Unfit::Placeholder } else { fault };
        // Where a default is written, it is not called after the property.
        let written = self.written.filter(|_| parameter.is_none());
        self.found.push(Misfit {
            fault,
            resource: self.resource,
            event: self.event,
            property: written.and_then(|it| it.name(value.span)).unwrap_or(place.property).to_owned(),
            is_item: place.is_item,
            owner,
            at: place.used_at.unwrap_or(value.span),
            written: place.used_at.map(|_| value.span).filter(|it| *it != Span::NOWHERE),
            value: Some(value.clone()),
            parameter: parameter.map(str::to_owned),
            read_only: self.facts.read_only,
            is_generated: self.written.is_some(),
            is_conditional: place.sides.len() > self.certain_sides,
        });
    }
}

/// The entries of a parameter that is a list: its value is a text with commas.
fn items(value: &Node) -> Option<Node> {
    let text = value.text()?;
    let items = text
        .split(',')
        .take(MOST_ITEMS + 1)
        .map(|it| Node::new(value.span, Value::Text(it.trim().to_owned().into())))
        .collect();
    Some(Node::new(value.span, Value::List(items)))
}
