//! The words for differences that all formats for people share.
use crate::diff::{
    Difference, Effect, EventChange, Fate, Grant, Growth, Owner, PermissionChange, ResourceChange, Statement,
    UnpublishedChange,
};
use crate::provenance::SiteKind;
use crate::report::count;

/// How many differences of each kind there are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub added: usize,
    pub removed: usize,
    pub changed: usize,
    pub replaced: usize,
    pub may_be_replaced: usize,
    pub refused: usize,
    pub renamed: usize,
    pub new_by_design: usize,
    pub permissions: usize,
    pub events_added: usize,
    pub events_lost: usize,
    pub code: usize,
    pub outside: usize,
}

impl Counts {
    pub(super) fn of(difference: &Difference<'_>) -> Self {
        let mut counts = Self {
            permissions: difference.permissions.len(),
            events_added: difference.events.iter().filter(|it| it.is_new).count(),
            events_lost: difference.events.iter().filter(|it| !it.is_new).count(),
            code: difference.code.len(),
            outside: difference.sections.len(),
            ..Self::default()
        };
        for resource in difference.owners.iter().flat_map(|it| &it.resources) {
            let count = match &resource.fate {
                Fate::Added => &mut counts.added,
                Fate::Removed { .. } => &mut counts.removed,
                Fate::Changed(_) => &mut counts.changed,
                Fate::Renamed { by_design: true, .. } => &mut counts.new_by_design,
                Fate::Renamed { .. } => &mut counts.renamed,
            };
            *count += 1;
            match resource.effect() {
                Some(Effect::Replaces) => counts.replaced += 1,
                Some(Effect::MayReplace) => counts.may_be_replaced += 1,
                Some(Effect::Refused) => counts.refused += 1,
                Some(Effect::Keeps | Effect::Updates | Effect::MayExist) | None => (),
            }
        }
        counts
    }

    /// As in "2 added, 3 changed (1 replaced); 1 event lost".
    pub(super) fn summary(&self) -> String {
        let list = |parts: &[(usize, String)]| {
            let parts = parts.iter().filter(|(number, _)| *number > 0).map(|(_, text)| text.clone());
            parts.collect::<Vec<_>>().join(", ")
        };
        let resources = list(&[
            (self.added, format!("{} added", self.added)),
            (self.removed, format!("{} removed", self.removed)),
            (self.changed, format!("{} changed{}", self.changed, self.graver_changes())),
            (self.renamed, format!("{} renamed", self.renamed)),
            (self.new_by_design, format!("{} new by design", self.new_by_design)),
        ]);
        let permissions = list(&[(self.permissions, count(self.permissions, "new or wider permission"))]);
        let events = list(&[
            (self.events_added, format!("{} added", count(self.events_added, "event"))),
            (self.events_lost, format!("{} lost", count(self.events_lost, "event"))),
        ]);
        let others = list(&[
            (self.code, format!("{} of code", count(self.code, "place"))),
            (self.outside, format!("{} outside of resources", count(self.outside, "change"))),
        ]);
        let parts: Vec<String> =
            [resources, permissions, events, others].into_iter().filter(|it| !it.is_empty()).collect();
        if parts.is_empty() { "no differences".to_owned() } else { parts.join("; ") }
    }

    fn graver_changes(&self) -> String {
        let kinds = [
            (self.replaced, "replaced"),
            (self.may_be_replaced, "may be replaced"),
            (self.refused, "refused by CloudFormation"),
        ];
        let kinds = kinds.iter().filter(|(number, _)| *number > 0).map(|(number, what)| format!("{number} {what}"));
        let kinds: Vec<String> = kinds.collect();
        if kinds.is_empty() { String::new() } else { format!(" ({})", kinds.join(", ")) }
    }
}

/// What a change of a property does.
pub(super) fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Keeps => "no effect",
        Effect::Updates => "updates",
        Effect::MayExist => "conditional",
        Effect::MayReplace => "may replace",
        Effect::Replaces => "replaces",
        Effect::Refused => "refused",
    }
}

/// What happens to a resource, on one line. `quoted` makes names of the template fit for the format.
pub(super) fn fate(change: &ResourceChange<'_>, quoted: &dyn Fn(&str) -> String) -> String {
    match &change.fate {
        Fate::Added => what_for("added", change, quoted),
        Fate::Removed { kept: false } => what_for("removed", change, quoted),
        Fate::Removed { kept: true } => what_for("removed from the stack, but not deleted", change, quoted),
        Fate::Renamed { by_design: true, old_id, kept, .. } => {
            let then = if *kept { "kept" } else { "deleted" };
            format!("new by design: takes the place of {}, which is {then}", quoted(old_id))
        }
        Fate::Renamed { old_id, kept, .. } => {
            let then = if *kept { "left alone" } else { "deleted" };
            format!("renamed: created anew, and {} {then}", quoted(old_id))
        }
        Fate::Changed(_) => match change.effect().unwrap_or(Effect::Keeps) {
            Effect::Keeps => "changed, but not updated",
            Effect::Updates => "updated",
            Effect::MayExist => "created or deleted, depending on its condition",
            Effect::MayReplace => "may be replaced",
            Effect::Replaces => "replaced",
            Effect::Refused => "refused by CloudFormation: its type changes; give it another logical id",
        }
        .to_owned(),
    }
}

fn what_for(what: &str, change: &ResourceChange<'_>, quoted: &dyn Fn(&str) -> String) -> String {
    if change.as_written {
        return what.to_owned();
    }
    let part = change.part.map(|it| match it.kind {
        SiteKind::Connector => format!(", from connector {}", quoted(it.name)),
        _ => format!(", from event {}", quoted(it.name)),
    });
    format!("{what}: {}{}", change.purpose, part.unwrap_or_default())
}

/// The sign of a resource that changes.
pub(super) fn sign(change: &ResourceChange<'_>) -> &'static str {
    match &change.fate {
        Fate::Added => "+",
        Fate::Removed { .. } => "-",
        Fate::Changed(_) => "~",
        Fate::Renamed { .. } => ">",
    }
}

/// That an alias does not get a change, and what to write so that it does. `quoted` makes texts fit for the format.
pub(super) fn unpublished(change: &UnpublishedChange<'_>, quoted: &dyn Fn(&str) -> String) -> String {
    let unless = if change.unless_code_changes { ", unless the code changes too" } else { "" };
    let function = format!("{} publishes every change of the function", quoted("AutoPublishAliasAllProperties: true"));
    let layer = format!("{} in the layer also publishes one of the layer", quoted("PublishLambdaVersion: true"));
    let help = match (change.all_properties, change.properties.contains(&"Layers")) {
        (true, _) => format!("{} in the layer publishes this one too", quoted("PublishLambdaVersion: true")),
        (false, true) => format!("{function}, and with it {layer}"),
        (false, false) => function,
    };
    format!("alias {} still points to the old version{unless}; {help}", quoted(change.name))
}

/// What kind of event comes or goes, with its route.
pub(super) fn event_type(event: &EventChange<'_>) -> String {
    match &event.route {
        Some(route) => format!("{} {route}", event.type_name),
        None => event.type_name.to_owned(),
    }
}

pub(super) fn owner_type<'a>(owner: &Owner<'a>) -> &'a str {
    owner.type_name.unwrap_or("implicit API")
}

/// A path within a resource, without the word that all properties have in common.
pub(super) fn path(path: &[String]) -> String {
    let path = if path.len() > 1 { path.strip_prefix(&["Properties".to_owned()]).unwrap_or(path) } else { path };
    path.join(".")
}

/// `new`, `wider` or `no longer denied`.
pub(super) fn growth(change: &PermissionChange<'_>) -> &'static str {
    match &change.grant {
        Grant::ManagedPolicy(_) | Grant::Statement(Growth::New, _) => "new",
        Grant::Statement(Growth::Wider { .. }, _) => "wider",
        Grant::Statement(Growth::NoLongerDenied, _) => "no longer denied",
    }
}

/// What is allowed, as a sentence.
pub(super) fn grant(change: &PermissionChange<'_>) -> String {
    match &change.grant {
        Grant::ManagedPolicy(arn) => format!("managed policy {arn}"),
        Grant::Statement(_, statement) => sentence(statement),
    }
}

/// What a wider statement has besides, piece by piece.
pub(super) fn additions(change: &PermissionChange<'_>) -> Vec<String> {
    let Grant::Statement(Growth::Wider { actions, resources, principals, conditions }, _) = &change.grant else {
        return Vec::new();
    };
    let lists = [
        ("more actions", actions),
        ("more resources", resources),
        ("more principals", principals),
        ("condition dropped or changed", conditions),
    ];
    lists.iter().filter(|(_, it)| !it.is_empty()).map(|(what, it)| format!("{what}: {}", it.join(", "))).collect()
}

fn sentence(statement: &Statement) -> String {
    let lists = [
        ("", &statement.actions),
        ("all but ", &statement.not_actions),
        ("on ", &statement.resources),
        ("on all but ", &statement.not_resources),
        ("for ", &statement.principals),
        ("for all but ", &statement.not_principals),
    ];
    let lists = lists.iter().filter(|(_, it)| !it.is_empty()).map(|(what, it)| format!("{what}{}", it.join(", ")));
    let conditions = statement.conditions.iter().map(|(key, value)| format!("if {key} is {value}"));
    lists.chain(conditions).collect::<Vec<_>>().join(" ")
}
