//! Dynamic references (`{{resolve:…}}`): what is wrong with their form.
//!
//! From "Get values stored in other services using dynamic references" in the CloudFormation user guide, and the pages
//! about `ssm`, `ssm-secure` and `secretsmanager` there.
use super::text_fault::TextFault;
use crate::diagnostic::nearest;
use std::ops::Range;

/// The services that values are looked up in.
const SERVICES: [&str; 3] = ["ssm", "ssm-secure", "secretsmanager"];
const OPENING: &str = "{{resolve:";

/// A dynamic reference in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DynamicReference<'t> {
    pub service: &'t str,
    /// What follows the service, without the colon between.
    pub key: &'t str,
    /// From `{{` to behind `}}`.
    pub range: Range<usize>,
}

/// The dynamic references of a text that CloudFormation recognizes.
pub(crate) fn dynamic_references(text: &str) -> Vec<DynamicReference<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(OPENING).map(|at| from + at) {
        let inner_start = start + OPENING.len();
        let Some(length) = text[inner_start..].find("}}") else { break };
        let inner = &text[inner_start..inner_start + length];
        let (service, key) = inner.split_once(':').unwrap_or((inner, ""));
        from = inner_start + length + 2;
        found.push(DynamicReference { service, key, range: start..from });
    }
    found
}

/// What keeps CloudFormation from taking parts of a text for dynamic references, though they are meant so.
pub(crate) fn unrecognized(text: &str) -> Option<TextFault> {
    for (start, _) in text.match_indices("{{") {
        let inner = &text[start + 2..];
        let trimmed = inner.trim_start();
        let is_meant = trimmed.strip_prefix("resolve").is_some_and(|it| it.trim_start().starts_with(':'));
        if !is_meant {
            continue;
        }
        if !inner.starts_with("resolve:") {
            let end = start + 2 + inner.find(':').map_or(inner.len(), |it| it + 1);
            let fault = TextFault::new(start..end, "a dynamic reference has spaces before its service");
            return Some(fault.help("write `{{resolve:` without spaces"));
        }
        if !inner.contains("}}") {
            let end = start + 2 + inner.find(['\n', ' ', '}']).unwrap_or(inner.len());
            let fault = TextFault::new(start..end, "a dynamic reference is not closed");
            return Some(fault.help("write `}}` behind it"));
        }
    }
    None
}

/// What is wrong with a dynamic reference. Nothing is said of parts that are put in at deployment.
pub(crate) fn fault(reference: &DynamicReference<'_>) -> Option<TextFault> {
    let DynamicReference { service, key, range } = reference;
    let fault = |message: String| Some(TextFault::new(range.clone(), message));
    if service.contains("${") {
        return None;
    }
    if !SERVICES.contains(service) {
        let near = nearest(service, SERVICES);
        let help = near.map_or_else(
            || "the services are `ssm`, `ssm-secure` and `secretsmanager`".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        return fault(format!("dynamic references have no service `{service}`")).map(|it| it.help(help));
    }
    if key.is_empty() {
        let help = format!("write `{{{{resolve:{service}:NAME}}}}`");
        return fault("a dynamic reference names nothing".to_owned()).map(|it| it.help(help));
    }
    if key.contains("${") {
        return None;
    }
    match *service {
        "secretsmanager" => secret_fault(key).and_then(|(message, help)| Some(fault(message)?.help(help))),
        _ => parameter_fault(key).and_then(|(message, help)| Some(fault(message)?.help(help))),
    }
}

/// What is wrong with `name:version`.
fn parameter_fault(key: &str) -> Option<(String, &'static str)> {
    // Parameters that other accounts share go by their ARNs.
    if key.starts_with("arn:") {
        return None;
    }
    let (name, version) = key.split_once(':').map_or((key, None), |(name, version)| (name, Some(version)));
    let is_of_name = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '.' | '-' | '/');
    if let Some(wrong) = name.chars().find(|it| !is_of_name(*it)) {
        return Some((
            format!("the name of a parameter in a dynamic reference cannot contain `{wrong}`"),
            "names have letters, digits, `_`, `.`, `-` and `/`",
        ));
    }
    let is_version = |it: &str| !it.is_empty() && it.chars().all(|it| it.is_ascii_digit());
    let version = version.filter(|it| !is_version(it))?;
    Some((
        format!("`{version}` is not the version of a parameter"),
        "write an integer, or nothing for the latest version",
    ))
}

/// What is wrong with `secret-id:SecretString:json-key:version-stage:version-id`.
fn secret_fault(key: &str) -> Option<(String, &'static str)> {
    // An ARN has seven parts.
    let parts: Vec<&str> = key.split(':').collect();
    let of_id = if parts[0] == "arn" { 7 } else { 1 };
    let rest = parts.get(of_id..)?;
    let [secret_string, ..] = rest else { return None };
    if !secret_string.is_empty() && *secret_string != "SecretString" {
        return Some((
            format!("`{secret_string}` is not a part of a secret that a dynamic reference can have"),
            "write `SecretString` before the key in the secret, as in `{{resolve:secretsmanager:ID:SecretString:KEY}}`",
        ));
    }
    if rest.len() > 4 {
        return Some((
            "a dynamic reference to a secret has too many parts".to_owned(),
            "write `{{resolve:secretsmanager:ID:SecretString:KEY:STAGE:VERSION}}`",
        ));
    }
    match rest {
        [_, _, stage, version] if !stage.is_empty() && !version.is_empty() => {
            Some(("a dynamic reference to a secret names a stage and a version".to_owned(), "leave one of them out"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_have_a_form_for_each_service() {
        let message = |text| dynamic_references(text).iter().find_map(fault).map(|it| it.message);
        for right in [
            "{{resolve:ssm:/shop/key}}",
            "{{resolve:ssm:key:3}}",
            "{{resolve:ssm-secure:key:1}} and {{resolve:ssm:${Name}:x}}",
            "{{resolve:secretsmanager:shop}}",
            "{{resolve:secretsmanager:shop:SecretString:password}}",
            "{{resolve:secretsmanager:shop:SecretString:password:AWSCURRENT:}}",
            "{{resolve:secretsmanager:shop:SecretString:::id}}",
            "{{resolve:secretsmanager:arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-Ab12:SecretString:key}}",
            "{{mustache}} and {{#each}}",
        ] {
            assert_eq!(message(right), None, "{right}");
            assert_eq!(unrecognized(right), None, "{right}");
        }
        for wrong in [
            "{{resolve:smm:key}}",
            "{{resolve:ssm:}}",
            "{{resolve:ssm:a key}}",
            "{{resolve:ssm:key:latest}}",
            "{{resolve:secretsmanager:shop:password}}",
            "{{resolve:secretsmanager:shop:SecretString:key:AWSCURRENT:id}}",
        ] {
            assert!(message(wrong).is_some(), "{wrong}");
        }
        for text in ["{{ resolve:ssm:key}}", "{{resolve :ssm:key}}", "{{resolve:ssm:key}"] {
            assert!(unrecognized(text).is_some(), "{text}");
        }
    }
}
