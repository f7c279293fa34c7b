//! How Lambda accesses a source: source access configurations, and the statements that a role needs for them.
use super::super::Event;
use super::MappingProperties;
use crate::cfn::{Grant, iam};
use crate::diagnostic::{Diagnostic, Problems, codes, nearest};
use crate::node;
use crate::property::shape::one_of;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node};

/// What Lambda needs for its network interfaces in a VPC.
const NETWORK_ACTIONS: [&str; 6] = [
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeVpcs",
    "ec2:DescribeSubnets",
    "ec2:DescribeSecurityGroups",
];

/// A statement that allows `action`, a string or a list of strings.
pub(crate) fn allow(at: Span, action: impl IntoNode, resource: impl IntoNode) -> Node {
    node!(at, {"Action": action, "Effect": "Allow", "Resource": resource})
}

/// Allows to read a secret.
pub(crate) fn read_secret(secret: &Node) -> Node {
    let at = secret.span;
    allow(at, node!(at, ["secretsmanager:GetSecretValue"]), secret)
}

/// Allows to make network interfaces in a VPC.
pub(crate) fn use_network(at: Span) -> Node {
    allow(at, NETWORK_ACTIONS.map(|it| it.into_node(at)).to_vec(), "*")
}

/// Allows to decrypt with the key that `SecretsManagerKmsKeyId` names, if it does.
pub(crate) fn decrypt_secret(properties: &MappingProperties<'_>, problems: &mut Problems) -> Option<Node> {
    let key = secret_key(properties, problems)?;
    Some(allow(key.span, node!(key.span, ["kms:Decrypt"]), &key))
}

/// ARN of the key that `SecretsManagerKmsKeyId` names. An intrinsic is reported.
pub(crate) fn secret_key(properties: &MappingProperties<'_>, problems: &mut Problems) -> Option<Node> {
    let id = properties.secrets_manager_kms_key_id.filter(|it| it.is_truthy())?;
    let Some(text) = id.text() else {
        let message = "`SecretsManagerKmsKeyId` must be a string, not an intrinsic function";
        let finding = Diagnostic::new(&codes::WRONG_TYPE, id.span, message).value_of("SecretsManagerKmsKeyId");
        problems.push(finding.help("write the id of the key; variables such as `${Key}` are replaced as in `Fn::Sub`"));
        return None;
    };
    let arn = format!("arn:${{AWS::Partition}}:kms:${{AWS::Region}}:${{AWS::AccountId}}:key/{text}");
    Some(node!(id.span, {"Fn::Sub": arn}))
}

/// The inline policy by which the role may poll a source.
pub(crate) fn polling_policy(name: String, document: &Node, event: &Event<'_>) -> Grant {
    Grant::PollingPolicy(iam::inline_policy(event.span, name, document))
}

/// The entries of `SourceAccessConfigurations`. `None` when there are none, or it is no list, which is reported.
pub(crate) fn configurations<'a>(
    properties: &MappingProperties<'a>,
    event: &Event<'_>,
    problems: &mut Problems,
) -> Option<&'a [Node]> {
    let Some(written) = properties.source_access.filter(|it| it.is_truthy()) else {
        let at = properties.source_access.map_or(event.span, |it| it.span);
        let finding = Diagnostic::new(&codes::MISSING_PROPERTY, at, "the event needs `SourceAccessConfigurations`")
            .missing(["SourceAccessConfigurations"]);
        problems.push(finding.help("list how Lambda reaches the source, each item a map with `Type` and `URI`"));
        return None;
    };
    let list = written.list();
    if list.is_none() {
        let message = "`SourceAccessConfigurations` must be a list, not an intrinsic function";
        let finding = Diagnostic::new(&codes::WRONG_TYPE, written.span, message).value_of("SourceAccessConfigurations");
        problems.push(finding.help("begin each item with `-`; the `URI` of an item can be an intrinsic function"));
    }
    list
}

/// The entry as a map; anything else is reported.
pub(crate) fn configuration<'a>(entry: &'a Node, problems: &mut Problems) -> Option<&'a Map> {
    let map = entry.map();
    if map.is_none() {
        let message = format!("this source access configuration is {}; it must be a map", entry.kind_name());
        let finding = Diagnostic::new(&codes::WRONG_TYPE, entry.span, message);
        problems.push(finding.help("write a map with `Type` and `URI`"));
    }
    map
}

/// Reports an entry whose type is none of `expected`.
pub(crate) fn report_type(entry: &Node, configuration: &Map, expected: &[&str], problems: &mut Problems) {
    let help = || format!("write {}", one_of(expected.iter().copied()));
    let Some(written) = configuration.present("Type") else {
        let message = "a source access configuration needs `Type`";
        problems.push(Diagnostic::new(&codes::MISSING_PROPERTY, entry.span, message).missing(["Type"]).help(help()));
        return;
    };
    let found = written.text().map_or_else(|| written.kind_name().to_owned(), |it| format!("`{it}`"));
    let message = format!("the `Type` of a source access configuration cannot be {found} here");
    let finding = Diagnostic::new(&codes::INVALID_VALUE, written.span, message);
    problems.push(match written.text().and_then(|it| nearest(it, expected.iter().copied())) {
        Some(near) => finding.did_you_mean(written.span, written.text().map_or("", |it| &**it), near),
        None => finding.help(help()),
    });
}

/// The secret of the one `BASIC_AUTH` that the source must have; other entries must be of the types in `others`.
///
/// `None` when there is no such secret or something else is wrong, which is reported.
pub(crate) fn basic_auth_secret<'a>(
    properties: &MappingProperties<'a>,
    others: &[&'static str],
    event: &Event<'_>,
    problems: &mut Problems,
) -> Option<&'a Node> {
    const BASIC_AUTH: &str = "BASIC_AUTH";
    let entries = configurations(properties, event, problems)?;
    let before = problems.error_count();
    let mut found: Option<(Span, Option<&Node>)> = None;
    for entry in entries {
        let Some(map) = configuration(entry, problems) else { continue };
        let access_type = map.get("Type").and_then(Node::text).map_or("", |it| &**it);
        if access_type == BASIC_AUTH {
            if let Some((first, _)) = found {
                let message = "`BASIC_AUTH` is given more than once";
                let finding = Diagnostic::new(&codes::CONFLICTING_PROPERTIES, entry.span, message);
                problems.push(finding.related(first, "also given here").help("keep one of them"));
                continue;
            }
            let uri = map.truthy("URI");
            if uri.is_none() {
                report_missing_uri(entry, BASIC_AUTH, problems);
            }
            found = Some((entry.span, uri));
        } else if !others.contains(&access_type) {
            report_type(entry, map, &[&[BASIC_AUTH], others].concat(), problems);
        }
    }
    if found.is_none() && problems.error_count() == before {
        let at = properties.source_access.map_or(event.span, |it| it.span);
        let message = "`SourceAccessConfigurations` needs an item of the type `BASIC_AUTH`";
        let finding = Diagnostic::new(&codes::MISSING_PROPERTY, at, message).missing(["Type"]);
        problems.push(finding.help("add `- Type: BASIC_AUTH` with the ARN of a secret as its `URI`"));
    }
    found.and_then(|(_, uri)| uri).filter(|_| problems.error_count() == before)
}

/// Reports an entry of some type that has no `URI`.
pub(crate) fn report_missing_uri(entry: &Node, access_type: &str, problems: &mut Problems) {
    let message = format!("the source access configuration `{access_type}` needs `URI`");
    let finding = Diagnostic::new(&codes::MISSING_PROPERTY, entry.span, message).missing(["URI"]);
    problems.push(finding.help("add `URI:` with the ARN of the secret, or the id or name of the resource"));
}
