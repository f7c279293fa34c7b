//! AWS's managed policies by name: the reader of `data/managed_policies.json`. Knows no other policies.
use super::json_table::JsonTable;

/// `"/path/: partitions"` by name.
const POLICIES: JsonTable = JsonTable::new(include_str!("../../data/managed_policies.json"));

/// The ARN of the policy called `name`, when the partition is known to have it.
///
/// ```
/// use samc::facts::managed_policies::arn;
/// let basic = arn("AWSLambdaBasicExecutionRole", "aws-cn");
/// assert_eq!(basic.as_deref(), Some("arn:aws-cn:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"));
/// assert_eq!(arn("AWSLambdaBasicExecutionRole", "aws-iso"), None);
/// ```
pub fn arn(name: &str, partition: &str) -> Option<String> {
    let entry = POLICIES.text(name)?.trim_matches('"');
    let (path, partitions) = entry.split_once(": ")?;
    let has = partitions.split(' ').any(|it| it == partition);
    has.then(|| format!("arn:{partition}:iam::aws:policy{path}{name}"))
}

/// The names of all policies of all partitions, sorted.
pub fn names() -> impl Iterator<Item = &'static str> {
    POLICIES.keys()
}
