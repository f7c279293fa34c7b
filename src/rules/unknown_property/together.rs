//! Properties that nothing knows where they stand, and that belong to one other place or type together.
use crate::diagnostic::{Diagnostic, codes};
use crate::facts::cloudformation::{self, Schema, Texts, Types};
use crate::property::{and, under, with_others};
use crate::sam::resources;
use crate::semantics::suggestions::Suggestion;
use crate::semantics::{Misfit, Unfit};
use crate::source::Span;
use crate::syntax::Text;
use indexmap::IndexMap;
use std::collections::HashSet;

/// Where properties belong together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Home {
    /// Under this property of the map that they stand in; where that is.
    Map(&'static str, Span),
    /// In a resource of this type.
    Type(&'static str),
}

/// The findings about unknown properties of resources of CloudFormation that belong elsewhere together, and the places that
/// they report.
pub(super) fn of_schemas(misfits: &[Misfit<'_>]) -> (Vec<Diagnostic>, HashSet<Span>) {
    let mut groups: IndexMap<(Home, &Text), Vec<&Misfit<'_>>> = IndexMap::new();
    for misfit in misfits {
        if let Some(home) = home(misfit) {
            groups.entry((home, misfit.resource)).or_default().push(misfit);
        }
    }
    let places = groups.values().flatten().map(|it| it.at).collect();
    (groups.iter().map(|((home, _), group)| report(home, group)).collect(), places)
}

fn report(home: &Home, group: &[&Misfit<'_>]) -> Diagnostic {
    let keys: Vec<_> = group.iter().map(|it| (it.property.as_str(), it.at)).collect();
    let first = group[0];
    let finding = |message| first.finding(&codes::UNKNOWN_PROPERTY, message);
    match home {
        Home::Map(property, lack) => under(finding, &keys, property).meant(*lack, [*property]),
        Home::Type(type_name) => {
            let (are, object) = if keys.len() == 1 { ("is a property", "it") } else { ("are properties", "them") };
            let message = format!("{} {are} of `{type_name}`, not of {}", and(&keys), first.owner);
            let finding = with_others(finding(message), &keys);
            let finding = finding.help(format!("write `Type: {type_name}`, or remove {object}"));
            // What the type asks for that is written, the other one does not.
            let required = cloudformation::find(first.owner.trim_matches('`'))
                .map(|it| required(it.properties))
                .unwrap_or_default();
            match &first.fault {
                Unfit::Unknown { lack, .. } => finding.meant(*lack, required),
                _ => finding,
            }
        }
    }
}

/// Where a property that nothing knows belongs, if it may not be alone there.
fn home(misfit: &Misfit<'_>) -> Option<Home> {
    let Unfit::Unknown { known, suggestion, lack } = &misfit.fault else { return None };
    if matches!(suggestion, Some(Suggestion::Misspelt(_) | Suggestion::Again(_) | Suggestion::Around(_))) {
        return None;
    }
    let has = |it: &&resources::ResourceType| it.properties.iter().any(|row| row.name == misfit.property);
    if let Some(found) =
        resources::ALL.iter().filter(|it| it.becomes == misfit.owner.trim_matches('`')).find(|it| has(it))
    {
        return Some(Home::Type(found.name));
    }
    let name = only(known.names()).filter(|_| suggestion.is_none())?;
    is_map_of_names(known.get(name)?).then_some(Home::Map(name, *lack))
}

/// Whether values are maps whose keys the user chooses.
fn is_map_of_names(schema: Schema) -> bool {
    let parts = schema.parts();
    let is_map = parts.iter().any(|it| !it.types.is_any() && it.types.has(Types::OBJECT));
    is_map && parts.iter().all(|it| it.properties.is_none())
}

fn required(schema: Schema) -> Vec<&'static str> {
    schema.parts().iter().filter_map(|it| it.required).flat_map(Texts::iter).collect()
}

fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    items.next().filter(|_| items.next().is_none())
}
