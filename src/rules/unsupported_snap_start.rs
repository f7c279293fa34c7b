//! Finds functions that cannot have snapshots.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::{Function, Semantics};
use crate::source::Span;
use crate::syntax::Node;
use crate::template::conditions::Side;
use std::collections::HashSet;

rule! {
    /// A function has `SnapStart` and a runtime or storage that does not support it.
    ///
    /// Lambda refuses it for other runtimes than Java 11, Python 3.12, .NET 8 and their successors, and together with
    /// provisioned concurrency, file systems and more than 512 MB of ephemeral storage ("improving startup performance with
    /// Lambda SnapStart" in the Lambda guide).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       CodeUri: src/
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       AutoPublishAlias: live
    ///       SnapStart:
    ///         ApplyOn: PublishedVersions
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       CodeUri: src/
    ///       Handler: app.handler
    ///       Runtime: python3.14
    ///       AutoPublishAlias: live
    ///       SnapStart:
    ///         ApplyOn: PublishedVersions
    /// ```
    "unsupported-snap-start" Error check
}

/// Kinds of runtimes without snapshots, and those that are too old for them.
const WITHOUT: [&str; 4] = ["go", "nodejs", "provided", "ruby"];
const TOO_OLD: [&str; 12] = [
    "dotnet6",
    "dotnetcore1.0",
    "dotnetcore2.0",
    "dotnetcore2.1",
    "dotnetcore3.1",
    "java8",
    "java8.al2",
    "python2.7",
    "python3.8",
    "python3.9",
    "python3.10",
    "python3.11",
];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    // What `Globals` gives to many functions counts once.
    let mut seen: HashSet<Span> = HashSet::new();
    for function in semantics.functions() {
        for (at, sides) in snapshots(semantics, &function) {
            for finding in faults(semantics, &function, at, &sides) {
                if seen.insert(finding.span) {
                    problems.push(finding.resource(&**function.id));
                }
            }
        }
    }
}

/// Where snapshots are asked for, with the sides of conditions that lead there.
fn snapshots(semantics: &Semantics<'_>, function: &Function<'_>) -> Vec<(Span, Vec<Side>)> {
    let Some(snap_start) = function.properties.present("SnapStart") else { return Vec::new() };
    let mut found = Vec::new();
    for (map, sides) in semantics.maps(snap_start, &function.sides) {
        let values = map.present("ApplyOn").map(|it| semantics.values_where(&sides, it));
        for value in values.into_iter().flatten().filter(|it| it.node.is_text("PublishedVersions")) {
            found.push((value.at, value.conditions));
        }
    }
    found
}

fn faults(semantics: &Semantics<'_>, function: &Function<'_>, at: Span, sides: &[Side]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let runtime = function.properties.present("Runtime").map(|it| semantics.values_where(sides, it));
    for value in runtime.into_iter().flatten() {
        let Some(name) = Node::text(&value.node) else { continue };
        if WITHOUT.iter().any(|it| name.starts_with(it)) || TOO_OLD.contains(&&**name) {
            let message = format!("runtime `{name}` does not support `SnapStart`");
            let finding = value.finding(&CODE, message).related(at, "it is asked for here");
            found.push(finding.help("remove `SnapStart`, or use Java 11, Python 3.12, .NET 8 or newer"));
        }
    }
    for property in ["ProvisionedConcurrencyConfig", "FileSystemConfigs"] {
        let written = function.properties.entry(property).filter(|(_, it)| it.value.is_truthy());
        let Some((_, entry)) = written.filter(|(_, it)| {
            !semantics.branches(&it.value, sides).iter().any(|it| crate::template::intrinsics::is_no_value(it.node))
        }) else {
            continue;
        };
        let message = format!("`{property}` cannot be combined with `SnapStart`");
        let finding = Diagnostic::new(&CODE, entry.key_span, message).related(at, "it is asked for here");
        found.push(finding.help("remove one of them"));
    }
    found
}
