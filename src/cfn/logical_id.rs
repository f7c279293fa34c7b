//! Logical ids that hold a hash of what they stand for.
//!
//! CloudFormation replaces a resource whose logical id changes. The reference makes use of that: a version of a
//! function, a layer or the deployment of an API gets a new id when its contents change.
use crate::facts::types;
use crate::python::json::sorted_json;
use crate::syntax::{Node, Value};
use sha1::{Digest, Sha1};
use std::fmt::Write;

/// The types of resources whose ids end with a hash of what they are made of, so that they change with it.
pub(crate) const HASHED: [&str; 4] = [
    types::LAMBDA_VERSION,
    types::LAMBDA_LAYER_VERSION,
    types::API_GATEWAY_DEPLOYMENT,
    types::STEP_FUNCTIONS_STATE_MACHINE_VERSION,
];

/// How many hexadecimal digits of a hash stand in a logical id.
pub(crate) const HASH_LENGTH: usize = 10;

/// `prefix` and the hash of a text; the prefix alone when the text is empty.
pub(crate) fn hashed(prefix: &str, text: &str) -> String {
    if text.is_empty() { prefix.to_owned() } else { format!("{prefix}{}", &sha1(text)[..HASH_LENGTH]) }
}

/// `prefix` and the hash of a value; the prefix alone for what Python takes for false.
///
/// A string is hashed as it is, anything else as compact JSON with sorted keys.
pub(crate) fn hashed_value(prefix: &str, value: &Node) -> String {
    match &value.value {
        _ if !value.is_truthy() => prefix.to_owned(),
        Value::Text(text) => hashed(prefix, text),
        _ => hashed(prefix, &sorted_json(value)),
    }
}

/// The SHA-1 of a text as 40 hexadecimal digits.
pub(crate) fn sha1(text: &str) -> String {
    Sha1::digest(text.as_bytes()).iter().fold(String::with_capacity(40), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node;
    use crate::source::Span;

    /// Recorded from Python 3.11 and the reference translator 1.115.0.
    #[test]
    fn values_hash_as_in_the_reference() {
        let at = Span::NOWHERE;
        let value = node!(at, {"b": ["ä\u{1F600}\n\"", 1, true], "a": {}});
        assert_eq!(hashed_value("X", &value), "X50faa88374");
        assert_eq!(hashed_value("X", &node!(at, {})), "X");
        assert_eq!(hashed("X", "abc"), "Xa9993e3647");
    }
}
