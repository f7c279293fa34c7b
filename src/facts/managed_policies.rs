//! AWS's managed policies by name: the reader of `data/managed_policies.json`. Knows no other policies.
use super::json_table::JsonTable;

/// `"/path/: partitions"` by name.
const POLICIES: JsonTable = JsonTable::new(include_str!("../../data/managed_policies.json"));

/// The ARN of the policy called `name`, when the partition is known to have it.
pub(crate) fn arn(name: &str, partition: &str) -> Option<String> {
    let (path, partitions) = entry(name)?;
    let has = partitions.split(' ').any(|it| it == partition);
    has.then(|| format!("arn:{partition}:iam::aws:policy{path}{name}"))
}

/// The path of the policy called `name`, such as `/service-role/`, whatever partition has it.
pub(crate) fn path(name: &str) -> Option<&'static str> {
    entry(name).map(|(path, _)| path)
}

/// The names of all policies of all partitions, sorted.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    POLICIES.keys()
}

fn entry(name: &str) -> Option<(&'static str, &'static str)> {
    POLICIES.text(name)?.trim_matches('"').split_once(": ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value as Json, json};
    use sha1::{Digest, Sha1};

    #[test]
    fn every_managed_policy_has_the_arn_that_the_reference_knows() {
        let recorded: Json = serde_json::from_str(include_str!("../../tests/policies/recorded.json")).expect("JSON");
        for (partition, expected) in recorded["managed_policies"].as_object().expect("a map") {
            let mut policies = 0;
            let mut hash = Sha1::new();
            for name in names() {
                if let Some(arn) = arn(name, partition) {
                    policies += 1;
                    hash.update(format!("{name} {arn}\n"));
                }
            }
            let sha1: String = hash.finalize().iter().map(|it| format!("{it:02x}")).collect();
            assert_eq!(json!({"policies": policies, "sha1": sha1}), *expected, "{partition}");
        }
    }

    #[test]
    fn policies_have_arns_in_their_partitions() {
        let basic = arn("AWSLambdaBasicExecutionRole", "aws-cn");
        assert_eq!(basic.as_deref(), Some("arn:aws-cn:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"));
        assert_eq!(arn("AWSLambdaBasicExecutionRole", "aws-iso"), None);
    }

    #[test]
    fn names_that_are_no_managed_policies() {
        let names =
            ["", "A", "zzz", "AWSLambdaBasicExecutionRol", "AWSLambdaBasicExecutionRoles", "\"", "\n", "{", "ü"];
        for name in names {
            assert_eq!(arn(name, "aws"), None, "{name:?}");
        }
        assert_eq!(arn("AWSLambdaBasicExecutionRole", ""), None);
        assert_eq!(arn("AWSLambdaBasicExecutionRole", "aws aws-cn"), None);
    }
}
