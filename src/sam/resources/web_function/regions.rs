//! The regions that a web function runs in, given by name and by group.
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::syntax::{IntoNode, Map, Node, Value};
use crate::template::intrinsics;
use std::collections::BTreeSet;

/// Groups of regions, each under the name that templates give it.
const GROUPS: [(&str, &[&str]); 6] = [
    ("US", &["us-east-1", "us-east-2", "us-west-1", "us-west-2"]),
    ("AP", &["ap-south-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-southeast-1", "ap-southeast-2"]),
    ("CA", &["ca-central-1"]),
    ("EU", &["eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1", "eu-north-1"]),
    ("SA", &["sa-east-1"]),
    (
        "SPARSE_GLOBAL",
        &["us-east-1", "eu-west-1", "eu-central-1", "ap-northeast-1", "ap-southeast-2", "sa-east-1", "ap-southeast-1"],
    ),
];
/// The group of all regions of all groups.
const ALL: &str = "ALL_STANDARD";

/// The value of `ReplicaRegions` as a list of region names, sorted, and then intrinsics. `None` when it cannot be
/// read, which is reported.
pub(super) fn list(written: &Node, problems: &mut Problems) -> Option<Node> {
    if intrinsics::is_intrinsic(written) {
        return Some(written.clone());
    }
    let (names, others) = match &written.value {
        Value::Map(map) => included(map, problems)?,
        _ => {
            let (names, others) = split(written.list().unwrap_or_default());
            (expand(&names, problems)?, others)
        }
    };
    let names = names.into_iter().map(|it| it.into_node(written.span));
    Some(names.chain(others).collect::<Vec<Node>>().into_node(written.span))
}

/// What `IncludeRegions` names and `ExcludeRegions` does not, and what is no name.
fn included(map: &Map, problems: &mut Problems) -> Option<(BTreeSet<String>, Vec<Node>)> {
    let before = problems.error_count();
    for (key, entry) in map.entries().filter(|(key, _)| !matches!(&***key, "IncludeRegions" | "ExcludeRegions")) {
        let message = format!("unknown property `{key}`");
        let finding = Diagnostic::new(&codes::UNKNOWN_PROPERTY, entry.key_span, message).unknown();
        problems.push(finding.help("expected `IncludeRegions` or `ExcludeRegions`"));
    }
    let (include, exclude) = (map.truthy("IncludeRegions"), map.truthy("ExcludeRegions"));
    let report = |at: &Node, message: &str, help: &str, problems: &mut Problems| {
        problems.push(Diagnostic::new(&codes::INVALID_VALUE, at.span, message).help(help));
    };
    for regions in [include, exclude].into_iter().flatten().filter(|it| intrinsics::is_intrinsic(it)) {
        let message = "the regions cannot be an intrinsic function";
        report(regions, message, "write a list; its items can be intrinsic functions", problems);
    }
    if let (None, Some(exclude)) = (include, exclude) {
        let help = "add `IncludeRegions: [ALL_STANDARD]`, or the regions that you mean";
        report(exclude, "`ExcludeRegions` has no effect without `IncludeRegions`", help, problems);
    }
    if problems.error_count() > before {
        return None;
    }
    let (included, unknown) = split(&entries(include, problems)?);
    let (excluded, never_known) = split(&entries(exclude, problems)?);
    if let Some(region) = never_known.first() {
        report(region, "an excluded region must be known before deployment", "write the name of a region", problems);
    } else if let (false, Some(region)) = (excluded.is_empty(), unknown.first()) {
        let message = "`ExcludeRegions` cannot be used with a region that is not known before deployment";
        report(region, message, "write the names of regions, or remove `ExcludeRegions`", problems);
    }
    let (included, excluded) = (expand(&included, problems), expand(&excluded, problems));
    let (included, excluded) = (included?, excluded?);
    (problems.error_count() == before).then(|| (&included - &excluded, unknown))
}

/// The regions of a list, or those that are the keys of a map. `None` for anything else, which is reported.
fn entries(regions: Option<&Node>, problems: &mut Problems) -> Option<Vec<Node>> {
    let Some(regions) = regions else { return Some(Vec::new()) };
    match &regions.value {
        Value::List(items) => Some(items.clone()),
        Value::Map(map) => Some(map.keys().map(|it| it.into_node(regions.span)).collect()),
        // The reference takes each character for a region, and a hyphen for one that it need not know.
        Value::Text(text) if text.chars().all(|it| it == '-') => Some(vec!["-".into_node(regions.span)]),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => {
            let message = format!("regions cannot be {}", regions.kind_name());
            problems.push(Diagnostic::new(&codes::WRONG_TYPE, regions.span, message).help("write a list of regions"));
            None
        }
    }
}

/// Names, and everything else.
fn split(regions: &[Node]) -> (Vec<Node>, Vec<Node>) {
    regions.iter().cloned().partition(|it| it.text().is_some())
}

/// The regions that names of regions and groups stand for. `None` when one stands for none, which is reported.
fn expand(names: &[Node], problems: &mut Problems) -> Option<BTreeSet<String>> {
    let mut regions = BTreeSet::new();
    let mut unknown = false;
    for node in names {
        let Some(name) = node.text() else { continue };
        let upper = name.to_uppercase();
        if upper == ALL {
            regions.extend(GROUPS.iter().flat_map(|(_, members)| *members).map(|it| (*it).to_owned()));
        } else if let Some((_, members)) = GROUPS.iter().find(|(group, _)| *group == upper) {
            regions.extend(members.iter().map(|it| (*it).to_owned()));
        } else if name.contains('-') {
            regions.insert(name.to_string());
        } else {
            unknown = true;
            let groups: Vec<String> = GROUPS.iter().map(|(group, _)| format!("`{group}`")).collect();
            let finding = Diagnostic::new(&codes::INVALID_VALUE, node.span, format!("there is no region `{name}`"));
            let help =
                format!("write a region such as `eu-west-1`, or one of the groups {}, `{ALL}`", groups.join(", "));
            problems.push(finding.help(help));
        }
    }
    (!unknown).then_some(regions)
}
