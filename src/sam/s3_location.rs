//! Places in S3, as `s3://bucket/key?versionId=…` or as a map with `Bucket` and `Key`.
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::properties;
use crate::property::shape::{self, Passed};
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text};

properties! {
    /// S3 location of code.
    pub(crate) struct CodeLocation {
        /// Name of the bucket.
        "Bucket" => bucket: Passed<shape::Text>;
        /// Key of the object.
        "Key" => key: Passed<shape::Text>;
        /// Version of the object.
        "Version" => version: Option<Passed<shape::Text>>;
        /// How Lambda stores the code.
        "StorageMode" => storage_mode: Option<Passed<shape::Text>>;
    }
}

properties! {
    /// S3 location of a definition.
    pub(crate) struct DefinitionLocation {
        /// Name of the bucket.
        "Bucket" => bucket: Passed<shape::Text>;
        /// Key of the object.
        "Key" => key: Passed<shape::Text>;
        /// Version of the object.
        "Version" => version: Option<Passed<shape::Text>>;
    }
}

/// A file in S3; every part may be an intrinsic when it was written as a map.
#[derive(Clone, Debug)]
pub(crate) struct S3Location {
    pub bucket: Node,
    pub key: Node,
    pub version: Option<Node>,
    pub storage_mode: Option<Node>,
}

impl S3Location {
    /// The place as Lambda's functions and layers write it.
    pub(crate) fn into_code(self, span: Span) -> Node {
        let mut code = Map::from_iter([("S3Bucket", self.bucket), ("S3Key", self.key)]);
        for (name, value) in [("S3ObjectVersion", self.version), ("S3ObjectStorageMode", self.storage_mode)] {
            if let Some(value) = value {
                code.insert(name, value);
            }
        }
        code.into_node(span)
    }
}

/// Reads the value of the property `name`. `None` when it is no place in S3, which is reported.
pub(crate) fn read(name: &str, value: &Node, problems: &mut Problems) -> Option<S3Location> {
    if let Some(map) = value.map() {
        let (Some(bucket), Some(key)) = (map.truthy("Bucket"), map.truthy("Key")) else {
            let message = format!("`{name}` needs `Bucket` and `Key`");
            let finding =
                Diagnostic::new(&codes::INVALID_LOCATION, value.span, message).missing([name, "Bucket", "Key"]);
            problems.push(finding.help(format!("write `{name}: {{ Bucket: my-bucket, Key: code.zip }}`")));
            return None;
        };
        let part = |name| map.get(name).cloned();
        let (bucket, key) = (bucket.clone(), key.clone());
        return Some(S3Location { bucket, key, version: part("Version"), storage_mode: part("StorageMode") });
    }
    let Some(text) = value.text() else {
        let message = format!("`{name}` is {}; it must be a string or a map", value.kind_name());
        problems.push(Diagnostic::new(&codes::WRONG_TYPE, value.span, message).value_of(name));
        return None;
    };
    if has_path_in_dynamic_reference(text) {
        let message = format!("`{name}` cannot contain a dynamic reference with a `/`");
        let finding = Diagnostic::new(&codes::INVALID_LOCATION, value.span, message).missing([name, "Bucket", "Key"]);
        problems.push(finding.help("write it as a map with `Bucket` and `Key`"));
        return None;
    }
    let location = parse_uri(text, value);
    if location.is_none() {
        report_no_location(name, text, value, problems);
    }
    location
}

/// Reads the value of the property `name`, which holds a definition, as `Bucket`, `Key` and perhaps `Version`.
///
/// `None` when it is no place in S3, which is reported.
pub(crate) fn read_definition(name: &str, value: &Node, problems: &mut Problems) -> Option<Node> {
    // Dynamic references are allowed here, other than for code.
    let location = match value.text() {
        Some(uri) => parse_uri(uri, value).or_else(|| {
            report_no_location(name, uri, value, problems);
            None
        })?,
        None => read(name, value, problems)?,
    };
    let mut map = Map::from_iter([("Bucket", location.bucket), ("Key", location.key)]);
    if let Some(version) = location.version {
        map.insert("Version", version);
    }
    Some(map.into_node(value.span))
}

fn report_no_location(name: &str, written: &Text, value: &Node, problems: &mut Problems) {
    let message = format!("`{name}` is not an S3 location: `{written}`");
    let finding = Diagnostic::new(&codes::INVALID_LOCATION, value.span, message).missing([name, "Bucket", "Key"]);
    problems.push(finding.help("upload it with `sam package`, or write `s3://bucket/key`"));
}

/// Takes `s3://bucket/key?versionId=…` apart.
pub(crate) fn parse_uri(uri: &Text, at: &Node) -> Option<S3Location> {
    // As Python reads URLs, which takes those that end a block of YAML.
    let uri = uri.trim_start_matches(|it: char| it <= ' ').replace(['\t', '\r', '\n'], "");
    let (scheme, rest) = uri.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("s3") {
        return None;
    }
    let (location, query) = match rest.find(['?', '#']) {
        Some(end) if rest[end..].starts_with('?') => {
            (&rest[..end], rest[end + 1..].split('#').next().unwrap_or_default())
        }
        Some(end) => (&rest[..end], ""),
        None => (rest, ""),
    };
    let (bucket, path) = location.split_once('/')?;
    // Brackets would hold an IPv6 address; what is written there is a placeholder that was never filled in.
    if bucket.is_empty() || bucket.contains(['[', ']']) {
        return None;
    }
    let fields = query.split('&').filter_map(|it| it.split_once('='));
    let mut versions = fields.filter(|(name, value)| unescaped(name) == "versionId" && !value.is_empty());
    let version = versions.next().filter(|_| versions.next().is_none());
    Some(S3Location {
        bucket: bucket.to_owned().into_node(at.span),
        key: path.trim_start_matches('/').to_owned().into_node(at.span),
        version: version.map(|(_, it)| unescaped(it).into_node(at.span)),
        storage_mode: None,
    })
}

/// A part of a URI's query without its escapes: `+` and `%20` are spaces.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, others)) = rest.split_first() {
        let hex = others.get(..2).filter(|it| *first == b'%' && it.iter().all(u8::is_ascii_hexdigit));
        let escaped = hex.and_then(|it| u8::from_str_radix(std::str::from_utf8(it).ok()?, 16).ok());
        match escaped {
            Some(byte) => bytes.push(byte),
            None if *first == b'+' => bytes.push(b' '),
            None => bytes.push(*first),
        }
        rest = if escaped.is_some() { &others[2..] } else { others };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Whether a text holds `{{resolve:ssm:/a/path}}` or the like: the reference cannot tell its `/` from that of a key.
fn has_path_in_dynamic_reference(text: &str) -> bool {
    let references = text.split("{{resolve:").skip(1).filter_map(|it| it.split_once("}}")).map(|(inner, _)| inner);
    references.filter_map(|it| it.split_once(':')).any(|(service, name)| {
        let name = match name.rsplit_once(':') {
            Some((name, version)) if !version.is_empty() && version.chars().all(|it| it.is_ascii_digit()) => name,
            _ => name,
        };
        let allowed = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '.' | '-' | '/');
        matches!(service, "ssm" | "ssm-secure" | "secretsmanager") && name.contains('/') && name.chars().all(allowed)
    })
}
