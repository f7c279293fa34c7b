//! Finds properties that exclude each other.
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::rule;
use crate::semantics::{Semantics, Unfit, filed};
use crate::source::Span;
use crate::template::intrinsics;

rule! {
    CONFLICTING_PROPERTIES check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for record in &semantics.completed_description().records {
        for row in record.table {
            let set = |name: &str| {
                let found = record.map.entry(name).filter(|(_, entry)| !entry.value.is_null());
                found.filter(|(_, entry)| !intrinsics::is_if(&entry.value) && !intrinsics::is_no_value(&entry.value))
            };
            let Some((_, entry)) = set(row.name) else { continue };
            for other in row.excluded {
                let Some((_, against)) = set(other) else { continue };
                let message = format!("`{other}` cannot be set together with `{}`", row.name);
                let finding = Diagnostic::new(&codes::CONFLICTING_PROPERTIES, against.key_span, message);
                let finding = finding.related(entry.key_span, format!("`{}`", row.name));
                let finding = finding.help("remove one of them");
                let finding = finding.if_accepted(against.key_span).if_accepted(entry.key_span);
                problems.push(filed(finding, record.resource, record.event));
            }
        }
    }
    for misfit in semantics.misfits() {
        let (by, message, help) = match &misfit.fault {
            Unfit::Excluded { by } => {
                let message = format!("`{}` cannot be set together with {}", misfit.property, listed(by));
                let help = match by.as_slice() {
                    [_] => "remove one of them".to_owned(),
                    _ => format!("remove `{}`, or all of the others", misfit.property),
                };
                (by, message, help)
            }
            Unfit::NotWith { with, without } => {
                let property = &misfit.property;
                let message = match (with.as_slice(), without.as_slice()) {
                    ([], []) => format!("`{property}` cannot be set here"),
                    ([], _) => format!("`{property}` cannot be set without {}", in_words(without.iter())),
                    (_, _) => format!("`{property}` cannot be set with this value of {}", listed(with)),
                };
                (with, message, format!("remove `{property}`"))
            }
            _ => continue,
        };
        let finding = misfit.finding(&codes::CONFLICTING_PROPERTIES, message).help(help).if_accepted(misfit.at);
        let related = |finding: Diagnostic, (name, at): &(String, Span)| {
            finding.related(*at, format!("`{name}`")).if_accepted(*at)
        };
        problems.push(by.iter().fold(finding, related));
    }
}

fn listed(names: &[(String, Span)]) -> String {
    in_words(names.iter().map(|(name, _)| name))
}

fn in_words<'a>(names: impl Iterator<Item = &'a String>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
