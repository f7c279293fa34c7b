//! The transforms that a template goes through before it is deployed.
use super::Template;
use crate::syntax::Node;

/// The transform of SAM.
pub(crate) const SAM: &str = "AWS::Serverless-2016-10-31";
/// The transform that adds functions to the language, and functions in more places.
pub(crate) const LANGUAGE_EXTENSIONS: &str = "AWS::LanguageExtensions";
/// The transform that puts a snippet into the template.
pub(crate) const INCLUDE: &str = "AWS::Include";
/// The transforms of AWS: "Transform reference" in the template reference of CloudFormation, and `AWS::CodeStar`, which
/// its user guide had until 2024.
pub(crate) const TRANSFORMS: [&str; 7] = [
    SAM,
    LANGUAGE_EXTENSIONS,
    INCLUDE,
    "AWS::CodeDeployBlueGreen",
    "AWS::SecretsManager-2020-07-23",
    "AWS::SecretsManager-2024-09-16",
    "AWS::CodeStar",
];

/// The items of the section `Transform`: names, and maps with `Name` and `Parameters`.
pub(crate) fn items(template: &Template) -> &[Node] {
    let section = template.section("Transform");
    section.map_or(&[], |it| it.list().unwrap_or(std::slice::from_ref(it)))
}

/// The name of a transform, in both of its forms.
pub(crate) fn name(item: &Node) -> Option<&str> {
    let name = item.text().or_else(|| item.get("Name")?.text());
    name.map(|it| &**it)
}

/// Whether a name means SAM's transform, with its date or with another one.
pub(crate) fn means_sam(name: &str) -> bool {
    name.to_ascii_lowercase().starts_with("aws::serverless")
}

/// Whether the functions of `AWS::LanguageExtensions` are there.
pub(crate) fn has_language_extensions(template: &Template) -> bool {
    items(template).iter().any(|it| name(it) == Some(LANGUAGE_EXTENSIONS))
}

/// Whether a transform of this name may turn any value of a template into any other.
pub(crate) fn is_macro(name: &str) -> bool {
    name == INCLUDE || !(TRANSFORMS.contains(&name) || means_sam(name))
}

/// Whether something goes over the whole template that may turn any value into any other: a macro, or a snippet that is
/// included at the top.
pub(crate) fn has_macros(template: &Template) -> bool {
    items(template).iter().filter_map(name).any(is_macro) || template.sections().contains_key("Fn::Transform")
}
