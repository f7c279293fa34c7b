//! What it takes to connect two resources, for each pair of types: the reader of `data/connectors.json`.
use super::json_table::JsonTable;
use serde_json::Value as Json;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// By key: a type, or a pair of types with a space between.
///
/// What stands in the place of a pair's entry when it is a string is the pair with the same entry.
const PROFILES: JsonTable = JsonTable::new(include_str!("../../data/connectors.json"));

/// How resources of one type can be connected to resources of another.
#[derive(Clone, Debug)]
pub(crate) struct Profile {
    pub means: Means,
    /// What has to wait for the generated policy.
    pub awaited_by: Option<AwaitedBy>,
    /// The only sets of permissions that can be asked for, each sorted; any set when empty.
    pub combinations: Vec<Vec<String>>,
    /// What each permission allows, in the order of the generated statements.
    pub permissions: Vec<Permission>,
}

/// What is generated for a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Means {
    /// A managed policy for the role of one side.
    RolePolicy(Side),
    /// A policy of the queue that is the destination.
    QueuePolicy,
    /// A policy of the topic that is the destination.
    TopicPolicy,
    /// A permission to invoke the function that is the destination.
    LambdaPermission,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Source,
    Destination,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AwaitedBy {
    Source,
    /// The mapping between source and destination, when there is exactly one.
    EventSourceMapping,
}

/// A word for `Permissions`, and what it allows.
#[derive(Clone, Debug)]
pub(crate) struct Permission {
    /// `Read` or `Write`.
    pub name: String,
    pub statements: Vec<Statement>,
}

/// Something that is allowed. Resources, source and account are texts for `Fn::Sub`, with variables such as
/// `${SourceArn}`.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    /// The AWS service that is allowed it, where it is not the role.
    pub service: Option<String>,
    pub actions: Vec<String>,
    pub resources: Vec<String>,
    /// The ARN for which alone the service may act.
    pub source: Option<String>,
    /// The account for which alone the service may act.
    pub account: Option<String>,
}

/// What connectors know of a CloudFormation type.
#[derive(Clone, Debug)]
pub(crate) struct ConnectedType {
    pub role: Option<Role>,
    attributes: Json,
}

/// Where a resource names its role.
#[derive(Clone, Debug)]
pub(crate) enum Role {
    /// In a property.
    Property(String),
    /// In a property of the one among its `Targets` that is the other end.
    OfTarget(String),
}

/// How something about a resource is referred to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Attribute {
    /// By `Ref`.
    Reference,
    /// By `Fn::GetAtt`.
    Named(String),
    /// Not at all: it is always the same.
    Fixed(String),
}

thread_local! {
    /// The profiles that were read: a connector can have thousands of destinations.
    static READ: RefCell<HashMap<String, Rc<Profile>>> = RefCell::default();
    static READ_TYPES: RefCell<HashMap<String, Rc<ConnectedType>>> = RefCell::default();
}

/// How to connect two CloudFormation types, if that can be done.
pub(crate) fn find(source: &str, destination: &str) -> Option<Rc<Profile>> {
    let key = format!("{source} {destination}");
    if let Some(profile) = READ.with_borrow(|it| it.get(&key).cloned()) {
        return Some(profile);
    }
    let entry = PROFILES.value(&key)?;
    let entry = match entry.as_str() {
        Some(same) => PROFILES.value(same)?,
        None => entry,
    };
    let profile = Rc::new(Profile::read(&entry).expect("a well-formed entry, as the tests below check"));
    READ.with_borrow_mut(|it| it.insert(key, profile.clone()));
    Some(profile)
}

/// What is known of a CloudFormation type.
pub(crate) fn connected_type(name: &str) -> Option<Rc<ConnectedType>> {
    if let Some(known) = READ_TYPES.with_borrow(|it| it.get(name).cloned()) {
        return Some(known);
    }
    let entry = PROFILES.value(name)?;
    let property = |key: &str| entry[key].as_str().map(str::to_owned);
    let role = property("role").map(Role::Property).or_else(|| property("role of target").map(Role::OfTarget));
    let known = Rc::new(ConnectedType { role, attributes: entry });
    READ_TYPES.with_borrow_mut(|it| it.insert(name.to_owned(), known.clone()));
    Some(known)
}

/// All pairs of types that can be connected, sorted.
pub(crate) fn pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    PROFILES.keys().filter_map(|it| it.split_once(' '))
}

impl ConnectedType {
    /// How the `Arn`, `QueueUrl`, `ResourceId`, `Name` or `Qualifier` of a resource is referred to.
    pub(crate) fn attribute(&self, name: &str) -> Option<Attribute> {
        Some(match (name, self.attributes[name].as_str()?) {
            ("Qualifier", fixed) => Attribute::Fixed(fixed.to_owned()),
            (_, "Ref") => Attribute::Reference,
            (_, attribute) => Attribute::Named(attribute.to_owned()),
        })
    }
}

impl Profile {
    pub(crate) fn permission(&self, name: &str) -> Option<&Permission> {
        self.permissions.iter().find(|it| it.name == name)
    }

    fn read(entry: &Json) -> Option<Self> {
        let means = match entry["grants"].as_str()? {
            "role of source" => Means::RolePolicy(Side::Source),
            "role of destination" => Means::RolePolicy(Side::Destination),
            "queue policy" => Means::QueuePolicy,
            "topic policy" => Means::TopicPolicy,
            "permission" => Means::LambdaPermission,
            _ => return None,
        };
        let awaited_by = match entry["awaited by"].as_str() {
            None => None,
            Some("source") => Some(AwaitedBy::Source),
            Some("event source mapping") => Some(AwaitedBy::EventSourceMapping),
            Some(_) => return None,
        };
        let combinations = entry["only"].as_array().into_iter().flatten().map(texts).collect();
        let permissions = entry.as_object()?.iter().filter_map(|(name, statements)| {
            let statements = statements.as_array().filter(|_| matches!(name.as_str(), "Read" | "Write"))?;
            Some(Permission { name: name.clone(), statements: statements.iter().map(Statement::read).collect() })
        });
        Some(Self { means, awaited_by, combinations, permissions: permissions.collect() })
    }
}

impl Statement {
    fn read(json: &Json) -> Self {
        let text = |key: &str| json[key].as_str().map(str::to_owned);
        Self {
            service: text("service"),
            actions: texts(&json["actions"]),
            resources: texts(&json["resources"]),
            source: text("source"),
            account: text("account"),
        }
    }
}

fn texts(json: &Json) -> Vec<String> {
    json.as_array().into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_pair_of_types_has_a_recorded_case() {
        let known: BTreeSet<(String, String)> = pairs().map(|(it, to)| (it.to_owned(), to.to_owned())).collect();
        for case in ["connectors_between_all_types", "connectors_between_all_types_described"] {
            let text =
                std::fs::read_to_string(format!("tests/expand/{case}/template.json")).expect("written by cases.py");
            let template: Json = serde_json::from_str(&text).expect("JSON");
            let resources = template["Resources"].as_object().expect("a map");
            let type_of = |end: &Json| match end["Id"].as_str() {
                Some(id) => resources[id]["Type"].as_str().map(str::to_owned),
                None => end["Type"].as_str().map(str::to_owned),
            };
            let connectors = resources.values().filter(|it| it["Type"] == "AWS::Serverless::Connector");
            let recorded: BTreeSet<_> = connectors
                .map(|it| &it["Properties"])
                .map(|it| (type_of(&it["Source"]).expect("a type"), type_of(&it["Destination"]).expect("a type")))
                .collect();
            assert_eq!(recorded, known, "{case}");
        }
    }

    #[test]
    fn the_file_of_profiles_is_sorted_and_says_nothing_twice() {
        let text = include_str!("../../data/connectors.json");
        let json: Json = serde_json::from_str(text).expect("JSON");
        let entries = json.as_object().expect("a map");
        assert!(entries.keys().is_sorted());
        let whole: Vec<&Json> =
            entries.iter().filter(|(key, it)| key.contains(' ') && it.is_object()).map(|it| it.1).collect();
        assert!(
            whole.iter().enumerate().all(|(at, it)| !whole[..at].contains(it)),
            "name the pair with the same entry"
        );
        for (source, destination) in pairs() {
            let Profile { permissions, combinations, .. } = &*find(source, destination).expect("listed");
            assert!(permissions.iter().all(|it| !it.statements.is_empty()) && !permissions.is_empty());
            assert!(combinations.iter().all(|it| it.is_sorted()));
            assert!(
                connected_type(source).is_some() && connected_type(destination).is_some(),
                "{source} {destination}"
            );
        }
    }

    #[test]
    fn types_that_can_not_be_connected() {
        for (source, destination) in
            [("", ""), ("AWS::S3::Bucket", ""), ("\": {\"", "x"), ("AWS::S3::Bucket\": ", "{}")]
        {
            assert!(find(source, destination).is_none(), "{source:?} {destination:?}");
        }
        assert!(connected_type("AWS::S3::Buckets").is_none() && connected_type("").is_none());
    }
}
