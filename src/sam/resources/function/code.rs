//! Where a function's code comes from: S3, the template, or a container image.
use super::table::Function;
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::node;
use crate::sam::s3_location;
use crate::source::Span;
use crate::syntax::Node;

const ZIP: &str = "Zip";
const IMAGE: &str = "Image";

/// Whether the code is a container image; an intrinsic counts as neither kind, and is reported.
fn is_image(function: &Function<'_>, problems: &mut Problems) -> Option<bool> {
    let Some(package_type) = function.package_type.filter(|it| it.is_truthy()) else { return Some(false) };
    match package_type.text().map(|it| &**it) {
        Some(ZIP) => Some(false),
        Some(IMAGE) => Some(true),
        _ => {
            let message = "`PackageType` must be `Zip` or `Image`";
            problems.push(Diagnostic::new(&codes::INVALID_VALUE, package_type.span, message).value_of("PackageType"));
            None
        }
    }
}

/// The property `Code` of the Lambda function. `at` is the function, for what is missing.
pub(super) fn code(function: &Function<'_>, at: Span, problems: &mut Problems) -> Option<Node> {
    if is_image(function, problems)? {
        let Some(uri) = function.image_uri.filter(|it| it.is_truthy()) else {
            let finding =
                Diagnostic::new(&codes::MISSING_PROPERTY, at, "a function of package type `Image` needs `ImageUri`")
                    .missing(["ImageUri"]);
            problems.push(finding.help("add `ImageUri:` with the URI of an image in ECR"));
            return None;
        };
        return Some(node!(uri.span, {"ImageUri": uri}));
    }
    let mut code = match (function.inline_code, function.code_uri) {
        (Some(inline), _) => node!(inline.span, {"ZipFile": inline}),
        (None, Some(uri)) => s3_location::read("CodeUri", uri, problems)?.into_code(uri.span),
        (None, None) => {
            let finding = Diagnostic::new(&codes::MISSING_PROPERTY, at, "the function has no code")
                .missing(["CodeUri", "InlineCode"]);
            problems.push(finding.help("add `CodeUri:` with the folder of the code, or `InlineCode:`"));
            return None;
        }
    };
    if let (Some(key), Some(map)) = (function.source_kms_key_arn.filter(|it| it.is_truthy()), code.map_mut()) {
        map.insert("SourceKMSKeyArn", key.clone());
    }
    Some(code)
}

/// What `CodeUri`, as a map, calls a part of the property `Code`.
pub(super) fn part_name(property: &str) -> Option<&'static str> {
    let parts = [
        ("S3Bucket", "Bucket"),
        ("S3Key", "Key"),
        ("S3ObjectVersion", "Version"),
        ("S3ObjectStorageMode", "StorageMode"),
    ];
    parts.iter().find(|(name, _)| *name == property).map(|(_, part)| *part)
}

/// Refuses properties that do not go with the package type. `None` when there are some.
pub(super) fn check_package(function: &Function<'_>, at: Span, problems: &mut Problems) -> Option<Sound> {
    let image = is_image(function, problems)?;
    let before = problems.error_count();
    if image {
        for (name, value) in [("Handler", function.handler), ("Runtime", function.runtime), ("Layers", function.layers)]
        {
            if let Some(value) = value.filter(|it| it.is_truthy()) {
                let message = format!("`{name}` cannot be used with `PackageType: Image`");
                let finding = Diagnostic::new(&codes::CONFLICTING_PROPERTIES, value.span, message);
                problems.push(finding.help("remove it; the image determines what runs"));
            }
        }
    } else {
        let missing: Vec<&str> = [("Runtime", function.runtime), ("Handler", function.handler)]
            .into_iter()
            .filter(|(_, value)| !value.is_some_and(Node::is_truthy))
            .map(|(name, _)| name)
            .collect();
        if !missing.is_empty() {
            let names = missing.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(" and ");
            let finding = Diagnostic::new(&codes::MISSING_PROPERTY, at, format!("the function needs {names}"))
                .missing(missing.iter().copied());
            let help = "add it to the function, or under `Globals` for all functions; \
                        a container image needs `PackageType: Image` instead";
            problems.push(finding.help(help));
        }
        if let Some(config) = function.image_config.filter(|it| it.is_truthy()) {
            let message = "`ImageConfig` cannot be used with `PackageType: Zip`";
            let finding = Diagnostic::new(&codes::CONFLICTING_PROPERTIES, config.span, message);
            problems.push(finding.help("remove it, or set `PackageType: Image`"));
        }
    }
    (problems.error_count() == before).then_some(Sound)
}
