//! Finds properties that nothing knows, and says where they belong.
mod other_names;
mod together;

use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::property::{Property, only_map, under};
use crate::rule;
use crate::sam::events::{self, state_machine};
use crate::sam::resources;
use crate::semantics::suggestions::{Suggestion, span_of_lack, suggest, writable_names};
use crate::semantics::{Description, Owner, Record, Semantics, Unfit, filed};
use crate::source::Span;
use crate::syntax::Text;

rule! {
    UNKNOWN_PROPERTY check
}

/// Most properties that a help lists.
const LONGEST_LIST: usize = 16;
/// Most types and event sources that a help names.
const MOST_NAMED: usize = 3;

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let description = semantics.description();
    // Of resources of CloudFormation, not all properties are known.
    for record in description.records.iter().filter(|it| !matches!(it.owner, Owner::Plain(_) | Owner::Globals(_))) {
        let mut names = Vec::new();
        let only_map = only_map(record.table);
        for (key, entry) in record.map.entries() {
            // Such functions put properties here that are not known before deployment.
            if key.starts_with("Fn::") || record.table.iter().any(|row| *key == row.name) {
                continue;
            }
            if only_map.is_some() && suggest(key, record, description).is_none() {
                names.push((&**key, entry.key_span));
                continue;
            }
            let message = format!("unknown property `{key}`");
            let finding = Diagnostic::new(&codes::UNKNOWN_PROPERTY, entry.key_span, message).unknown();
            problems.push(filed(
                advise(finding, key, entry.key_span, record, description),
                record.resource,
                record.event,
            ));
        }
        if let (Some(property), Some((_, at))) = (only_map, names.first()) {
            let finding = |message| Diagnostic::new(&codes::UNKNOWN_PROPERTY, *at, message);
            let finding = under(finding, &names, property).meant(span_of_lack(record, description), [property]);
            problems.push(filed(finding, record.resource, record.event));
        }
    }
    check_schemas(semantics, problems);
}

/// Resources of CloudFormation have all their properties in a schema.
fn check_schemas(semantics: &Semantics<'_>, problems: &mut Problems) {
    let (found, places) = together::of_schemas(semantics.misfits());
    found.into_iter().for_each(|it| problems.push(it));
    for misfit in semantics.misfits().iter().filter(|it| !places.contains(&it.at)) {
        let Unfit::Unknown { known, suggestion, lack } = &misfit.fault else { continue };
        let key = &misfit.property;
        let finding = misfit.finding(&codes::UNKNOWN_PROPERTY, format!("unknown property `{key}`")).unknown();
        let names = || known.names().filter(|it| !misfit.read_only.contains(it));
        problems.push(match suggestion {
            Some(suggestion) => follow(finding, suggestion, key, misfit.at, *lack),
            None => finding.help(what_there_is(names, &misfit.owner)),
        });
    }
}

/// Says what the properties are, if they are few.
fn what_there_is<'a, I: Iterator<Item = &'a str>>(names: impl Fn() -> I, owner: &str) -> String {
    match names().count() {
        1 => format!("write {}", listed(names())),
        0..=LONGEST_LIST => format!("expected one of {}", listed(names())),
        _ => format!("{owner} has no such property"),
    }
}

/// Says where a property belongs, or which it was meant to be.
fn follow(finding: Diagnostic, suggestion: &Suggestion, key: &str, at: Span, lack: Span) -> Diagnostic {
    match suggestion {
        Suggestion::Around(words) => finding.help(words),
        Suggestion::Below(meant, path) => finding.help(format!("it belongs under `{path}`")).meant(lack, [*meant]),
        Suggestion::Again(near) => finding.help(format!("did you mean `{near}`? it is already there")),
        Suggestion::Alike(near) => finding.help(format!("did you mean `{near}`?")).meant(lack, [*near]),
        Suggestion::Misspelt(near) => finding.did_you_mean_property(at, key, *near).meant(lack, [*near]),
    }
}

/// Says where the property belongs, which it was meant to be, or what there is.
fn advise(finding: Diagnostic, key: &Text, at: Span, record: &Record<'_>, description: &Description<'_>) -> Diagnostic {
    let lack = span_of_lack(record, description);
    if let Some(other) = other_names::find(key, record.owner) {
        return finding.help(other.help).meant(lack, [other.meant]);
    }
    if let Some(help) = other_names::of_api(key, record.owner) {
        return finding.help(help);
    }
    match suggest(key, record, description) {
        // What stands beside `Properties` is what seems to be missing under it.
        Some(Suggestion::Below(_, path)) if record.owner == Owner::Event => {
            finding.help(format!("it belongs under `{path}`")).meant(lack, [&**key])
        }
        Some(Suggestion::Alike(near)) => {
            let elsewhere = other_owners(key, record.owner);
            finding.help(elsewhere.unwrap_or_else(|| format!("did you mean `{near}`?"))).meant(lack, [near])
        }
        Some(suggestion) => follow(finding, &suggestion, key, at, lack),
        None => {
            let words = || what_there_is(|| writable_names(record.table), &record.owner.name());
            finding.help(other_owners(key, record.owner).unwrap_or_else(words))
        }
    }
}

/// The other types or event sources that have the property, when they are few.
fn other_owners(key: &str, owner: Owner) -> Option<String> {
    let has = |table: &[Property]| table.iter().any(|row| row.name == key);
    let mut types: Vec<&str> = resources::ALL.iter().filter(|it| has(it.properties)).map(|it| it.name).collect();
    let sources = events::ALL.iter().chain(state_machine::ALL).filter(|it| has(it.properties));
    let mut sources: Vec<&str> = sources.map(|it| it.name).collect();
    sources.sort_unstable();
    sources.dedup();
    types.truncate(if types.len() > MOST_NAMED { 0 } else { MOST_NAMED });
    sources.truncate(if sources.len() > MOST_NAMED { 0 } else { MOST_NAMED });
    let verb = |count: usize| if count == 1 { "has" } else { "have" };
    match owner {
        Owner::Resource(_) if !types.is_empty() => {
            Some(format!("only {} {} it", listed(types.iter().copied()), verb(types.len())))
        }
        Owner::Resource(_) | Owner::EventProperties(_) if !sources.is_empty() => {
            Some(format!("only events of type {} have it", listed(sources.into_iter())))
        }
        Owner::Resource(_)
        | Owner::EventProperties(_)
        | Owner::Globals(_)
        | Owner::Event
        | Owner::Property(_)
        | Owner::Plain(_) => None,
    }
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ")
}
