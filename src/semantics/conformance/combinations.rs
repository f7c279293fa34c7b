//! Which properties go together, and which of several schemas a value fits.
use super::misfit::{Misfit, Unfit};
use super::scalar::{as_number, broken_range, is_of};
use super::walk::{Because, Place, Walk};
use crate::facts::cloudformation::{Constraints, Pairs, Schema, Schemas, Texts, Types};
use crate::source::Span;
use crate::syntax::{Map, Node};
use crate::template::conditions::Side;
use crate::template::{intrinsics, pattern};
use std::collections::HashMap;

/// Most ways in which properties can be there or not that are looked at.
const MOST_SCENARIOS: usize = 64;

/// Which of some properties are there, on sides of conditions that can be taken together.
struct Scenario {
    present: Vec<&'static str>,
    sides: Vec<Side>,
}

impl<'a> Walk<'_, 'a> {
    /// What is asked of a value beside what is asked of its parts; `is_sound` says that nothing is wrong with those.
    pub(super) fn combinations(&mut self, part: &Constraints, node: &Node, place: &Place<'_>, is_sound: bool) {
        if let Some(map) = node.map().filter(|it| !it.keys().any(|key| key.starts_with("Fn::"))) {
            self.dependencies(part, map, node, place);
        }
        if let Some(names) = part.unique_keys {
            self.unique_keys(names, node, place);
        }
        for (schemas, is_one) in [(part.any_of, false), (part.one_of, true)] {
            let Some(schemas) = schemas else { continue };
            let required: Option<Vec<Vec<&'static str>>> = schemas.iter().map(required_alone).collect();
            match (required, node.map()) {
                (Some(choices), Some(map)) => self.choose(&choices, is_one, map, node, place),
                (Some(_), None) => (),
                (None, _) => self.alternatives(schemas, node, place),
            }
        }
        self.all(part, node, place);
        if let Some([condition, then, otherwise]) = part.implication.filter(|_| is_sound && !has_if(node)) {
            if self.surely_fits(condition, node) {
                self.exclude_where(Some(condition), then, node, place);
                let outer = std::mem::replace(&mut self.because, decisive(condition, node));
                self.literal(then, node, place);
                self.because = outer;
            } else if !self.trial(condition, node, place).is_empty() {
                self.literal(otherwise, node, place);
            }
        }
    }

    /// All of these schemas fit.
    pub(super) fn all(&mut self, part: &Constraints, node: &Node, place: &Place<'_>) {
        for schema in part.all_of.into_iter().flat_map(Schemas::iter) {
            self.literal(schema, node, place);
        }
    }

    fn dependencies(&mut self, part: &Constraints, map: &Map, node: &Node, place: &Place<'_>) {
        for (name, needed) in part.dependent_required.into_iter().flat_map(|it| it.iter()) {
            for other in needed.iter() {
                let lacks = |it: &Scenario| it.present.contains(&name) && !it.present.contains(&other);
                if self.scenarios(map, &[name, other], place.sides).iter().any(lacks) {
                    let by = name.to_owned();
                    self.report_lack(Unfit::Needed { name: other.to_owned(), by, map: node.span }, node, place);
                }
            }
        }
        let mut told: Vec<[&str; 2]> = Vec::new();
        for (name, excluded) in part.dependent_excluded.into_iter().flat_map(|it| it.iter()) {
            let both = |it: &Scenario| it.present.len() == 2;
            let is_new = |it: &&str| *it != name && !told.contains(&[*it, name]);
            let others: Vec<&'static str> = excluded.iter().filter(is_new).collect();
            let mut met = others;
            met.retain(|it| self.scenarios(map, &[name, it], place.sides).iter().any(both));
            if !met.is_empty() {
                told.extend(met.iter().map(|it| [name, it]));
                self.exclude(name, &met, map, place);
            }
        }
        if let Some(names) = part.required_xor {
            let choices: Vec<Vec<&str>> = names.iter().map(|it| vec![it]).collect();
            self.choose(&choices, true, map, node, place);
        }
        if let Some(names) = part.required_or {
            let choices: Vec<Vec<&str>> = names.iter().map(|it| vec![it]).collect();
            self.choose(&choices, false, map, node, place);
        }
    }

    /// Says that properties cannot all be there: of two, the later one is too many.
    fn exclude(&mut self, one: &'static str, others: &[&'static str], map: &Map, place: &Place<'_>) {
        let found = |name: &'static str| Some((name, map.key_span(name)?));
        let Some(one) = found(one) else { return };
        let mut others: Vec<(&'static str, Span)> = others.iter().filter_map(|it| found(it)).collect();
        let (name, at) = match others.as_mut_slice() {
            [other] if other.1.start > one.1.start => std::mem::replace(other, one),
            _ => one,
        };
        let by = others.into_iter().map(|(name, at)| (name.to_owned(), at)).collect();
        self.report(Unfit::Excluded { by }, &Node::null(at), &Place { property: name, is_item: false, ..*place });
    }

    /// What cannot be there by the values of other properties, in maps of the user within one that SAM made.
    pub(super) fn exclusions(&mut self, part: &Constraints, node: &Node, place: &Place<'_>, is_sound: bool) {
        if let Some([condition, then, _]) = part.implication.filter(|_| is_sound && !has_if(node))
            && self.surely_fits(condition, node)
        {
            self.exclude_where(Some(condition), then, node, place);
        }
    }

    /// Says which properties cannot be there where a condition holds.
    fn exclude_where(&mut self, condition: Option<Schema>, then: Schema, node: &Node, place: &Place<'_>) {
        let Some(map) = node.map() else { return };
        let parts = condition.map(Schema::parts);
        let decisive = || parts.iter().flat_map(|it| it.iter()).filter_map(|it| it.properties).flat_map(Pairs::iter);
        let with: Vec<(String, Span)> =
            decisive().filter_map(|(name, _)| Some((name.to_owned(), map.key_span(name)?))).collect();
        let is_absent = |name: &&str| !map.contains_key(name);
        let without: Vec<String> = decisive().map(|(name, _)| name).filter(is_absent).map(str::to_owned).collect();
        for (name, schema) in then.parts().iter().filter_map(|it| it.properties).flat_map(Pairs::iter) {
            let Some((_, entry)) = map.entry(name).filter(|(_, it)| !intrinsics::is_no_value(&it.value)) else {
                continue;
            };
            let place = Place { property: name, is_item: false, key_span: entry.key_span, ..*place };
            if schema.constraints().never {
                let fault = Unfit::NotWith { with: with.clone(), without: without.clone() };
                self.report(fault, &Node::null(entry.key_span), &place);
            } else if entry.value.map().is_some() {
                let condition = condition.and_then(|it| it.property(name));
                let is_written = place.is_as_written || self.is_written(&entry.value);
                self.exclude_where(condition, schema, &entry.value, &Place { is_written, ..place });
            }
        }
    }

    /// One of these sets of properties has to be there; of some, exactly one.
    fn choose(&mut self, choices: &[Vec<&'static str>], is_one: bool, map: &Map, node: &Node, place: &Place<'_>) {
        let mut names: Vec<&'static str> = choices.concat();
        names.sort_unstable();
        names.dedup();
        for scenario in self.scenarios(map, &names, place.sides) {
            let is_there = |it: &&Vec<&'static str>| it.iter().all(|name| scenario.present.contains(name));
            let met: Vec<&Vec<&'static str>> = choices.iter().filter(is_there).collect();
            if met.is_empty() {
                // Where a set is begun, what is missing of it was meant.
                let begun = choices.iter().find(|it| it.iter().any(|name| scenario.present.contains(name)));
                let fault = match begun {
                    Some(begun) if choices.len() > 1 || begun.len() > 1 => {
                        let lacks = begun.iter().find(|it| !scenario.present.contains(it));
                        let by = begun.iter().find(|it| scenario.present.contains(it));
                        let Some((name, by)) = lacks.zip(by) else { return };
                        Unfit::Needed { name: (*name).to_owned(), by: (*by).to_owned(), map: node.span }
                    }
                    Some(_) | None => Unfit::NoneOf { names: choices.concat(), map: node.span },
                };
                return self.report_lack(fault, node, place);
            }
            if let [first, second, ..] = met.as_slice()
                && is_one
                && !first.iter().any(|it| second.contains(it))
            {
                return self.exclude(first[0], &[second[0]], map, place);
            }
        }
    }

    /// The ways in which these properties can be there or not.
    fn scenarios(&self, map: &Map, names: &[&'static str], sides: &[Side]) -> Vec<Scenario> {
        let mut found = vec![Scenario { present: Vec::new(), sides: sides.to_vec() }];
        for name in names {
            let Some(node) = map.present(name) else { continue };
            let mut next: Vec<Scenario> = Vec::new();
            for scenario in found {
                for branch in self.evaluator.branches(node, &scenario.sides) {
                    let mut present = scenario.present.clone();
                    // An empty list is as good as none.
                    let is_empty = branch.node.list().is_some_and(<[_]>::is_empty);
                    if !intrinsics::is_no_value(branch.node) && !is_empty {
                        present.push(name);
                    }
                    // Which value it is does not matter.
                    if !next.iter().any(|it| it.present == present && it.sides == branch.sides) {
                        next.push(Scenario { present, sides: branch.sides });
                    }
                }
            }
            if next.len() > MOST_SCENARIOS {
                return Vec::new();
            }
            found = next;
        }
        found
    }

    fn unique_keys(&mut self, names: Texts, node: &Node, place: &Place<'_>) {
        let mut seen: HashMap<Vec<&Node>, &Node> = HashMap::new();
        for item in node.list().into_iter().flatten() {
            let keys: Option<Vec<&Node>> = names.iter().map(|it| item.map()?.present(it)).collect();
            let Some(keys) = keys.filter(|it| !it.iter().any(|key| intrinsics::is_intrinsic(key))) else { continue };
            match seen.get(&keys) {
                Some(first) => {
                    let fault = Unfit::Duplicate { first: first.span };
                    self.report(fault, item, &Place { is_item: true, ..*place });
                }
                None => {
                    seen.insert(keys, item);
                }
            }
        }
    }

    /// One of these schemas fits. Where none does, what is wrong with the one that was meant is.
    fn alternatives(&mut self, schemas: Schemas, node: &Node, place: &Place<'_>) {
        let mut trials: Vec<Vec<Misfit<'a>>> = Vec::new();
        for schema in schemas.iter() {
            let found = self.trial(schema, node, place);
            if found.is_empty() {
                return;
            }
            trials.push(found);
        }
        let at = place.used_at.unwrap_or(node.span);
        let types = trials.iter().map(|it| match it.as_slice() {
            [Misfit { fault: Unfit::Type(types), at: other, .. }] if *other == at => Some(*types),
            _ => None,
        });
        if let Some(types) = types.collect::<Option<Vec<Types>>>() {
            let all = types.into_iter().reduce(Types::or).unwrap_or_default();
            return self.report(Unfit::Type(all), node, place);
        }
        // The one that knows the most of what is there was meant.
        let is_other = |it: &&Misfit<'a>| matches!(it.fault, Unfit::Type(_) | Unfit::Unknown { .. });
        let is_wrong_kind =
            |it: &Vec<Misfit<'a>>| it.iter().any(|it| matches!(it.fault, Unfit::Type(_)) && it.at == at);
        let distance = |it: &Vec<Misfit<'a>>| (is_wrong_kind(it), it.iter().filter(is_other).count(), it.len());
        let Some(best) = (0..trials.len()).min_by_key(|it| distance(&trials[*it])) else { return };
        // What conditions choose may fit one schema on one side and another on the other.
        let is_ruled_out = |it: &Vec<Misfit<'a>>| it.iter().filter(is_other).any(|it| !it.is_conditional);
        let is_chosen = (0..trials.len()).all(|it| it == best || is_ruled_out(&trials[it]));
        if is_chosen || !has_if(node) {
            self.found.extend(trials.swap_remove(best));
        }
    }

    /// What is wrong with a value by a schema.
    fn trial(&mut self, schema: Schema, node: &Node, place: &Place<'_>) -> Vec<Misfit<'a>> {
        let before = std::mem::take(&mut self.found);
        self.literal(schema, node, place);
        std::mem::replace(&mut self.found, before)
    }

    /// Whether a value fits a schema, whatever is not known.
    fn surely_fits(&self, schema: Schema, node: &Node) -> bool {
        !intrinsics::is_intrinsic(node) && schema.parts().iter().all(|it| self.surely_fits_part(it, node))
    }

    fn surely_fits_part(&self, part: &Constraints, node: &Node) -> bool {
        let text = node.scalar_text();
        let has_text = |fits: &dyn Fn(&str) -> bool| text.as_deref().is_some_and(fits);
        let required = || part.required.is_none_or(|it| it.iter().all(|name| has(node, name)));
        let properties = || {
            let mut known = part.properties.into_iter().flat_map(|it| it.iter());
            known.all(|(name, schema)| node.get(name).is_none_or(|it| self.surely_fits(schema, it)))
        };
        let items = || {
            part.items.is_none_or(|it| node.list().is_none_or(|all| all.iter().all(|item| self.surely_fits(it, item))))
        };
        let each = |schemas: Option<Schemas>| schemas.is_none_or(|it| it.iter().all(|it| self.surely_fits(it, node)));
        let any = |schemas: Option<Schemas>| schemas.is_none_or(|it| it.iter().any(|it| self.surely_fits(it, node)));
        let counts = || {
            // What is no list has no number of items that could be wrong.
            let Some(length) = node.list().map(<[_]>::len) else { return true };
            let entries = part.items_count;
            entries.0.is_none_or(|it| length as u64 >= it) && entries.1.is_none_or(|it| length as u64 <= it)
        };
        !part.never
            && is_of(part.types, node)
            && part.enumeration.is_none_or(|it| has_text(&|text| it.contains(text)))
            && part.pattern.is_none_or(|it| has_text(&|text| pattern::is_found(it, text) == Some(true)))
            && as_number(node).is_none_or(|it| broken_range(part, it).is_none())
            && counts()
            && required()
            && properties()
            && items()
            && each(part.all_of)
            && any(part.any_of)
            && part.one_of.is_none()
            && part.implication.is_none()
            && part.not.is_none_or(|it| surely_differs(it, node))
    }
}

/// The property of a map that decides that a condition holds.
fn decisive(condition: Schema, node: &Node) -> Option<Because> {
    let parts = condition.parts();
    let by_value = chosen_entry(&parts, node).map(|(name, value)| (name, Some(value)));
    let by_presence = || parts.iter().filter_map(|it| it.required).flat_map(|it| it.iter()).next().map(|it| (it, None));
    let (name, value) = by_value.or_else(by_presence)?;
    Some(Because { map: node.span, name: name.to_owned(), value })
}

/// The first entry of a map whose value is one of those that a schema names, and the value as it is written.
fn chosen_entry(parts: &[Constraints], map: &Node) -> Option<(&'static str, String)> {
    let mut properties = parts.iter().filter_map(|it| it.properties).flat_map(Pairs::iter);
    properties.find_map(|(name, schema)| Some((name, chosen(schema, map.get(name)?)?)))
}

/// A value as it is written, where a schema names those that are meant, in it or below.
fn chosen(schema: Schema, node: &Node) -> Option<String> {
    let parts = schema.parts();
    if parts.iter().any(|it| it.enumeration.is_some()) {
        return node.scalar_text();
    }
    if let Some(items) = node.list() {
        let schema = parts.iter().find_map(|it| it.items)?;
        let items = items.iter().map(|it| chosen(schema, it)).collect::<Option<Vec<String>>>()?;
        return Some(format!("[{}]", items.join(", ")));
    }
    let (name, value) = chosen_entry(&parts, node)?;
    Some(format!("{{{name}: {value}}}"))
}

/// Whether a property is there on all sides of conditions.
fn has(node: &Node, name: &str) -> bool {
    node.map().and_then(|it| it.present(name)).is_some_and(|it| !intrinsics::is_if(it) && !intrinsics::is_no_value(it))
}

/// Whether a value does not fit a schema, whatever is not known. Tells only what is simple.
fn surely_differs(schema: Schema, node: &Node) -> bool {
    schema.parts().iter().any(|part| {
        let lacks = |it: Texts| it.iter().any(|name| node.map().is_some_and(|map| !map.contains_key(name)));
        let differs = |it: Texts| node.scalar_text().is_some_and(|text| !it.contains(&text));
        part.required.is_some_and(lacks) || part.enumeration.is_some_and(differs)
    })
}

/// The properties that a schema asks for, if it says nothing else.
fn required_alone(schema: Schema) -> Option<Vec<&'static str>> {
    let it = schema.constraints();
    let says_more = it.reference.is_some()
        || it.properties.is_some()
        || it.items.is_some()
        || it.pattern.is_some()
        || it.enumeration.is_some()
        || it.any_of.is_some()
        || it.one_of.is_some()
        || it.all_of.is_some()
        || it.not.is_some()
        || it.format.is_some()
        || it.takes.is_some();
    it.required.filter(|_| !says_more).map(|it| it.iter().collect())
}

/// Whether conditions choose something in a value.
fn has_if(node: &Node) -> bool {
    let mut found = false;
    node.walk(&mut |it| found |= intrinsics::is_if(it));
    found
}
