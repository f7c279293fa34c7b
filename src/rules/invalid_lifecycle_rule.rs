//! Finds lifecycle rules of buckets that S3 refuses.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::semantics::{Branch, Case, Namesakes, Semantics};
use crate::source::Span;
use crate::syntax::{Map, Node, Text};
use crate::template::conditions::Side;

rule! {
    /// A lifecycle rule of a bucket does nothing, or says what contradicts itself.
    ///
    /// A rule has at least one action and an `Id` of its own. Objects expire later than they change their storage class, and
    /// both are said in days or both as a date. `ExpiredObjectDeleteMarker` cannot be set together with an expiration or
    /// with `TagFilters`. S3 refuses other configurations (template reference, `AWS::S3::Bucket Rule`; S3 API,
    /// `LifecycleRule`).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Photos:
    ///     Type: AWS::S3::Bucket
    ///     Properties:
    ///       LifecycleConfiguration:
    ///         Rules:
    ///           - Status: Enabled
    ///             ExpirationInDays: 30
    ///             Transitions:
    ///               - StorageClass: GLACIER
    ///                 TransitionInDays: 90
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Photos:
    ///     Type: AWS::S3::Bucket
    ///     Properties:
    ///       LifecycleConfiguration:
    ///         Rules:
    ///           - Status: Enabled
    ///             ExpirationInDays: 365
    ///             Transitions:
    ///               - StorageClass: GLACIER
    ///                 TransitionInDays: 90
    /// ```
    "invalid-lifecycle-rule" Error check
}

/// What a rule can do.
const ACTIONS: [&str; 10] = [
    "AbortIncompleteMultipartUpload",
    "ExpirationDate",
    "ExpirationInDays",
    "ExpiredObjectDeleteMarker",
    "NoncurrentVersionExpiration",
    "NoncurrentVersionExpirationInDays",
    "NoncurrentVersionTransition",
    "NoncurrentVersionTransitions",
    "Transition",
    "Transitions",
];
const MARKER: &str = "ExpiredObjectDeleteMarker";
/// What cannot stand beside that.
const WITHOUT_MARKER: [&str; 3] = ["ExpirationInDays", "ExpirationDate", "TagFilters"];
/// Most rules of a bucket that are compared with each other.
const MOST_COMPARED: usize = 100;

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for (id, _, bucket) in semantics.of_type(types::S3_BUCKET) {
        let sides = semantics.sides_of(id);
        let configurations = bucket.present("LifecycleConfiguration").map(|it| semantics.maps(it, &sides));
        for (configuration, sides) in configurations.into_iter().flatten() {
            let rules = configuration.present("Rules").and_then(|it| semantics.items(it, &sides)).unwrap_or_default();
            problems.in_resource(id, |problems| {
                same_ids(&rules, semantics, problems);
                for Branch { node, sides } in &rules {
                    let Some(map) = node.map().filter(|it| !it.keys().any(|it| it.starts_with("Fn::"))) else {
                        continue;
                    };
                    let rule = Rule { map, sides, semantics };
                    if !ACTIONS.iter().any(|it| map.present(it).is_some()) {
                        let finding = Diagnostic::new(&CODE, node.span, "the lifecycle rule has no action");
                        problems.push(finding.help("add what it does, such as `ExpirationInDays: 30`"));
                    }
                    let findings = [rule.marker(), rule.order(), rule.noncurrent_order(), rule.units()];
                    findings.into_iter().flatten().for_each(|it| problems.push(it));
                }
            });
        }
    }
}

fn same_ids(rules: &[Branch<'_>], semantics: &Semantics<'_>, problems: &mut Problems) {
    let mut earlier: Namesakes<&Text, usize> = Namesakes::new(MOST_COMPARED);
    for (number, Branch { node, sides }) in rules.iter().take(MOST_COMPARED).enumerate() {
        let Some((name, node)) = node.get("Id").and_then(|it| Some((it.text()?, it))) else { continue };
        if let Some((_, at)) = earlier.add(name, number, node.span, sides, semantics) {
            let message = format!("`{name}` is also the `Id` of another lifecycle rule of the bucket");
            let finding = Diagnostic::new(&CODE, node.span, message).related(at, "the other rule");
            problems.push(finding.help("give each rule an `Id` of its own, or leave it out"));
        }
    }
}

/// A number of days, with where it is used and the sides of conditions that lead to it.
type Days = (i64, Span, Vec<Side>);

struct Rule<'r, 'a> {
    map: &'r Map,
    sides: &'r [Side],
    semantics: &'r Semantics<'a>,
}

impl Rule<'_, '_> {
    fn marker(&self) -> Option<Diagnostic> {
        let markers = self.semantics.cases(self.map.get(MARKER), self.sides);
        let marker = markers.into_iter().find(|it| it.is_true() == Some(true))?;
        let is_set = |name: &&&str| {
            if self.map.get(name).and_then(Node::list).is_some_and(<[_]>::is_empty) {
                return false;
            }
            let cases = self.semantics.cases(self.map.get(name), marker.sides());
            cases.iter().any(|it| !matches!(it, Case::Missing(_)))
        };
        let other = WITHOUT_MARKER.iter().find(is_set)?;
        let finding = marker.finding(&CODE, format!("`{MARKER}` cannot be set together with `{other}`"))?;
        let at = self.map.entry(other).map_or(Span::NOWHERE, |(_, it)| it.key_span);
        Some(finding.related(at, format!("`{other}`")).help("remove one of them, or make it two rules"))
    }

    /// Objects expire when they have changed their class.
    fn order(&self) -> Option<Diagnostic> {
        let expirations = self.days(self.map, "ExpirationInDays", self.sides);
        self.too_early(expirations, ["Transition", "Transitions"], "objects expire")
    }

    fn noncurrent_order(&self) -> Option<Diagnostic> {
        let mut expirations = self.days(self.map, "NoncurrentVersionExpirationInDays", self.sides);
        let nested = self.map.present("NoncurrentVersionExpiration").map(|it| self.semantics.maps(it, self.sides));
        for (map, sides) in nested.into_iter().flatten() {
            expirations.extend(self.days(map, "NoncurrentDays", &sides));
        }
        let lists = ["NoncurrentVersionTransition", "NoncurrentVersionTransitions"];
        self.too_early(expirations, lists, "old versions expire")
    }

    fn too_early(&self, expirations: Vec<Days>, lists: [&str; 2], what: &str) -> Option<Diagnostic> {
        expirations.into_iter().find_map(|(end, at, sides)| {
            let changes = self.transitions(lists, &sides).into_iter();
            let mut changes = changes.flat_map(|(map, sides)| self.days(map, "TransitionInDays", &sides));
            let (days, place, _) = changes.find(|(days, ..)| *days >= end)?;
            let message = match days == end {
                true => format!("{what} after {end} days, on the day on which they move to another storage class"),
                false => format!("{what} after {end} days, but move to another storage class only after {days}"),
            };
            let finding = Diagnostic::new(&CODE, at, message).related(place, "they move here");
            Some(finding.help(format!("write more than {days} days, or remove the transition")))
        })
    }

    /// Days and dates do not go together.
    fn units(&self) -> Option<Diagnostic> {
        [("ExpirationInDays", "TransitionDate"), ("ExpirationDate", "TransitionInDays")].into_iter().find_map(
            |(expiration, transition)| {
                let ends = self.map.present(expiration)?;
                let mut branches = self.semantics.present_branches(ends, self.sides);
                branches.find_map(|end| {
                    let mut changes = self.transitions(["Transition", "Transitions"], &end.sides).into_iter();
                    let change = changes.find_map(|(map, sides)| {
                        let value = map.present(transition)?;
                        self.semantics.present_branches(value, &sides).next().map(|it| it.node.span)
                    })?;
                    let message = format!("`{expiration}` cannot be set together with `{transition}`");
                    let finding =
                        Diagnostic::new(&CODE, end.node.span, message).related(change, format!("`{transition}`"));
                    Some(finding.help("write both in days, or both as a date"))
                })
            },
        )
    }

    /// The transitions that stand alone and in a list, under one name each.
    fn transitions(&self, [one, many]: [&str; 2], sides: &[Side]) -> Vec<(&Map, Vec<Side>)> {
        let alone = self.map.present(one).map(|it| self.semantics.maps(it, sides)).unwrap_or_default();
        let listed = self.map.present(many).and_then(|it| self.semantics.items(it, sides)).unwrap_or_default();
        let listed = listed.into_iter().filter_map(|Branch { node, sides }| Some((node.map()?, sides)));
        alone.into_iter().chain(listed).collect()
    }

    fn days(&self, of: &Map, name: &str, sides: &[Side]) -> Vec<Days> {
        let cases = self.semantics.cases(of.get(name), sides).into_iter();
        cases.filter_map(|it| Some((it.number_or(0)?, it.at()?, it.sides().to_vec()))).collect()
    }
}
