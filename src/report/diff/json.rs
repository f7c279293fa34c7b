//! Differences for programs, as one JSON object. The fields are a contract: fields may be added, never changed.
use super::Compared;
use super::value;
use super::wording::Counts;
use crate::diff::{
    Consequence, Effect, Fate, Grant, Growth, Owner, PermissionChange, ResourceChange, SectionChange,
    UnpublishedChange, ValueChange,
};
use crate::provenance::SiteKind;
use crate::report::source_map::pointer;
use crate::safe_text;
use serde_json::{Map, Value, json};

/// Writes all differences, with a line break at the end.
pub fn document(compared: Compared<'_>) -> String {
    let Compared { old_name, new_name, difference } = compared;
    let resources = difference.owners.iter().flat_map(|owner| owner.resources.iter().map(|it| resource(it, owner)));
    let events = difference.events.iter().map(|it| {
        json!({
            "resource": it.resource,
            "event": it.name,
            "type": it.type_name,
            "route": it.route,
            "change": if it.is_new { "added" } else { "lost" },
            "generated": it.generated,
        })
    });
    let code = difference.code.iter();
    let code = code.map(|it| json!({"resource": it.resource, "property": it.property, "old": it.old, "new": it.new}));
    let document = json!({
        "version": 1,
        "old": old_name,
        "new": new_name,
        "same": difference.is_empty(),
        "summary": summary(&Counts::of(difference)),
        "resources": resources.collect::<Vec<_>>(),
        "consequences": difference.consequences.iter().map(consequence).collect::<Vec<_>>(),
        "unpublished": difference.unpublished.iter().map(unpublished).collect::<Vec<_>>(),
        "permissions": difference.permissions.iter().map(permission).collect::<Vec<_>>(),
        "events": events.collect::<Vec<_>>(),
        "code": code.collect::<Vec<_>>(),
        "sections": difference.sections.iter().map(section).collect::<Vec<_>>(),
    });
    safe_text::json(serde_json::to_string_pretty(&document).expect("strings as keys, and finite numbers")) + "\n"
}

fn summary(counts: &Counts) -> Value {
    json!({
        "added": counts.added,
        "removed": counts.removed,
        "changed": counts.changed,
        "replaced": counts.replaced,
        "may_be_replaced": counts.may_be_replaced,
        "refused": counts.refused,
        "renamed": counts.renamed,
        "new_by_design": counts.new_by_design,
        "permissions": counts.permissions,
        "events_added": counts.events_added,
        "events_lost": counts.events_lost,
    })
}

fn resource(change: &ResourceChange<'_>, owner: &Owner<'_>) -> Value {
    let part = |kind| change.part.filter(|it| it.kind == kind).map(|it| it.name);
    let (word, old_id, kept, changes) = match &change.fate {
        Fate::Added => ("added", None, None, &[][..]),
        Fate::Removed { kept } => ("removed", None, Some(kept), &[][..]),
        Fate::Changed(changes) => ("changed", None, None, &changes[..]),
        Fate::Renamed { old_id, by_design, kept, changes } => {
            let word = if *by_design { "new-by-design" } else { "renamed" };
            (word, Some(old_id), Some(kept), &changes[..])
        }
    };
    let changes = changes.iter().map(|it| {
        let mut object = values(&it.value, &["Resources", change.logical_id]);
        // What is created anew is neither updated nor replaced.
        if matches!(change.fate, Fate::Changed(_)) {
            object.insert("effect".to_owned(), json!(effect(it.effect)));
        }
        Value::Object(object)
    });
    json!({
        "logical_id": change.logical_id,
        "type": change.type_name,
        "change": word,
        "old_logical_id": old_id,
        "kept": kept,
        "effect": change.effect().map(effect),
        "owner": owner.logical_id,
        "owner_type": owner.type_name,
        "event": part(SiteKind::Event),
        "connector": part(SiteKind::Connector),
        "purpose": change.purpose,
        "changes": changes.collect::<Vec<_>>(),
    })
}

/// Pointer, old and new value; what there is not has no key.
fn values(change: &ValueChange<'_>, around: &[&str]) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("pointer".to_owned(), json!(whole_pointer(around, &change.path)));
    for (key, side) in [("old", change.old), ("new", change.new)] {
        if let Some(node) = side {
            object.insert(key.to_owned(), value::json(node));
        }
    }
    object
}

fn whole_pointer(around: &[&str], path: &[String]) -> String {
    let steps = around.iter().copied().chain(path.iter().map(|it| &**it));
    steps.fold(String::new(), |whole, step| pointer(&whole, step))
}

fn consequence(it: &Consequence<'_>) -> Value {
    json!({
        "logical_id": it.logical_id,
        "type": it.type_name,
        "pointer": whole_pointer(&["Resources", it.logical_id], &it.path),
        "refers_to": it.refers_to,
        "effect": effect(it.effect),
    })
}

fn unpublished(it: &UnpublishedChange<'_>) -> Value {
    json!({
        "resource": it.resource,
        "alias": it.alias,
        "name": it.name,
        "version": it.version,
        "properties": it.properties,
        "unless_code_changes": it.unless_code_changes,
    })
}

fn permission(change: &PermissionChange<'_>) -> Value {
    let mut object = json!({
        "logical_id": change.logical_id,
        "type": change.type_name,
        "pointer": whole_pointer(&["Resources", change.logical_id], &change.path),
    });
    let details = match &change.grant {
        Grant::ManagedPolicy(arn) => json!({"change": "new", "managed_policy": arn}),
        Grant::Statement(growth, it) => {
            let (word, wider) = match growth {
                Growth::New => ("new", Value::Null),
                Growth::NoLongerDenied => ("no-longer-denied", Value::Null),
                Growth::Wider { actions, resources, principals, conditions } => {
                    let by = json!({
                        "actions": actions, "resources": resources, "principals": principals, "conditions": conditions,
                    });
                    ("wider", by)
                }
            };
            let conditions = it.conditions.iter().map(|(key, value)| (key.clone(), json!(value)));
            json!({
                "change": word,
                "wider_by": wider,
                "statement": {
                    "id": it.id,
                    "actions": it.actions,
                    "not_actions": it.not_actions,
                    "resources": it.resources,
                    "not_resources": it.not_resources,
                    "principals": it.principals,
                    "not_principals": it.not_principals,
                    "conditions": conditions.collect::<Map<_, _>>(),
                },
            })
        }
    };
    if let (Value::Object(object), Value::Object(details)) = (&mut object, details) {
        object.extend(details);
    }
    object
}

fn section(change: &SectionChange<'_>) -> Value {
    let around: Vec<&str> = std::iter::once(change.section).chain(change.name.as_deref()).collect();
    let changes = change.changes.iter().map(|it| Value::Object(values(it, &around)));
    json!({"section": change.section, "name": change.name, "changes": changes.collect::<Vec<_>>()})
}

fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Keeps => "none",
        Effect::Updates => "updates",
        Effect::MayExist => "conditional",
        Effect::MayReplace => "may-replace",
        Effect::Replaces => "replaces",
        Effect::Refused => "refused",
    }
}
