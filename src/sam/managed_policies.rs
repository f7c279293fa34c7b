//! AWS's managed policies by name: the reader of `templates/managed_policies.json`. Knows no other policies.
use std::cmp::Ordering;

/// One policy a line, sorted, so that a look-up reads a dozen lines and not the file: `"Name": "/path/: partitions",`.
const POLICIES: &str = include_str!("../../templates/managed_policies.json");

/// The ARN of the policy called `name`, when the partition is known to have it.
///
/// ```
/// use samc::sam::managed_policies::arn;
/// let basic = arn("AWSLambdaBasicExecutionRole", "aws-cn");
/// assert_eq!(basic.as_deref(), Some("arn:aws-cn:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"));
/// assert_eq!(arn("AWSLambdaBasicExecutionRole", "aws-iso"), None);
/// ```
pub fn arn(name: &str, partition: &str) -> Option<String> {
    let policy = find(name)?;
    let has = policy.partitions.split(' ').any(|it| it == partition);
    has.then(|| format!("arn:{partition}:iam::aws:policy{}{name}", policy.path))
}

/// The names of all policies of all partitions, sorted.
pub fn names() -> impl Iterator<Item = &'static str> {
    POLICIES.lines().filter_map(read).map(|it| it.name)
}

struct Policy {
    name: &'static str,
    path: &'static str,
    /// Separated by single spaces.
    partitions: &'static str,
}

fn find(name: &str) -> Option<Policy> {
    let mut lines = POLICIES.strip_prefix("{\n")?.strip_suffix("\n}\n")?;
    loop {
        let middle = lines.len() / 2;
        let start = lines.as_bytes()[..middle].iter().rposition(|it| *it == b'\n').map_or(0, |at| at + 1);
        let end = lines[start..].find('\n').map_or(lines.len(), |length| start + length);
        let policy = read(&lines[start..end])?;
        lines = match name.cmp(policy.name) {
            Ordering::Less => lines[..start].strip_suffix('\n')?,
            Ordering::Equal => return Some(policy),
            Ordering::Greater => lines[end..].strip_prefix('\n')?,
        }
    }
}

fn read(line: &'static str) -> Option<Policy> {
    let (name, rest) = line.strip_prefix('"')?.split_once("\": \"")?;
    let (path, partitions) = rest.trim_end_matches(',').strip_suffix('"')?.split_once(": ")?;
    Some(Policy { name, path, partitions })
}
