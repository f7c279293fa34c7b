//! Finds mappings that nothing uses.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::Semantics;
use crate::syntax::{Map, Node};

rule! {
    /// A declared mapping is never used.
    ///
    /// Readers assume that something depends on it, and look for that in vain.
    ///
    /// ```yaml bad
    /// Mappings:
    ///   Names:
    ///     prod:
    ///       Table: products
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    /// ```
    /// ```yaml good
    /// Mappings:
    ///   Names:
    ///     prod:
    ///       Table: products
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    ///     Properties:
    ///       TableName: !FindInMap [Names, prod, Table]
    /// ```
    "unused-mapping" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let usage = semantics.usage();
    if usage.is_open || semantics.has_other_transforms() {
        return;
    }
    let declared = semantics.template.section("Mappings").and_then(Node::map);
    for (name, entry) in declared.into_iter().flat_map(Map::entries) {
        if !usage.mappings.contains(&**name) && !name.starts_with("Fn::") {
            let finding = Diagnostic::new(&CODE, entry.key_span, format!("mapping `{name}` is never used"));
            problems.push(finding.help("look it up with `Fn::FindInMap`, or remove it"));
        }
    }
}
