//! Finds aliases that go on pointing to a version with old layers.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::sam::resources;
use crate::semantics::Semantics;
use crate::source::Span;
use crate::syntax::Node;
use std::collections::HashSet;

rule! {
    /// A function has an alias, and a change of its layers publishes no new version that the alias could point to.
    ///
    /// SAM publishes a version when the code, the environment, the memory or `SnapStart` change. When only a layer is new,
    /// one of the template or another version in an ARN, the alias keeps the version with the layer of before, until one of those changes, unless `AutoPublishAliasAllProperties` is true (SAM
    /// specification, `AWS::Serverless::Function`).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Tools:
    ///     Type: AWS::Serverless::LayerVersion
    ///     Properties:
    ///       ContentUri: layer/
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       CodeUri: src/
    ///       Handler: app.handler
    ///       Runtime: python3.14
    ///       AutoPublishAlias: live
    ///       Layers: [!Ref Tools]
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Tools:
    ///     Type: AWS::Serverless::LayerVersion
    ///     Properties:
    ///       ContentUri: layer/
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       CodeUri: src/
    ///       Handler: app.handler
    ///       Runtime: python3.14
    ///       AutoPublishAlias: live
    ///       AutoPublishAliasAllProperties: true
    ///       Layers: [!Ref Tools]
    /// ```
    "unpublished-layers" Warning check
}

/// What decides in other ways when a version is published.
const DECIDING: [&str; 2] = ["AutoPublishAliasAllProperties", "AutoPublishCodeSha256"];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    // What `Globals` gives to many functions counts once.
    let mut seen: HashSet<Span> = HashSet::new();
    for function in semantics.functions().into_iter().filter(|it| it.is_sam) {
        let properties = function.properties;
        if properties.truthy("AutoPublishAlias").is_none() || DECIDING.iter().any(|it| properties.contains_key(it)) {
            continue;
        }
        let Some((_, layers)) = properties.entry("Layers") else { continue };
        let items = layers.value.list().unwrap_or_default().iter();
        let written = |it: &Node| it.text().is_some_and(|it| it.contains(":layer:"));
        let of_template = |it: &Node| {
            let targets = semantics.targets(it, &function.sides);
            targets.iter().any(|it| resources::deployed_type(it.type_name()) == types::LAMBDA_LAYER_VERSION)
        };
        let Some(layer) = items.into_iter().find(|it| written(it) || of_template(it)) else { continue };
        if !seen.insert(layer.span) {
            continue;
        }
        let message = format!("a change of `Layers` publishes no new version of `{}` for its alias", function.id);
        let finding = Diagnostic::new(&CODE, layer.span, message).resource(&**function.id);
        problems.push(finding.help("add `AutoPublishAliasAllProperties: true`").if_named(&DECIDING));
    }
}
