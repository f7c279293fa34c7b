//! What a connector generates for one destination: a policy or permissions.
use super::end::End;
use crate::cfn::{Context, Dependency, Expansion, Resource};
use crate::diagnostic::Problems;
use crate::facts::connector_profiles::{self, Means, Profile, Statement};
use crate::facts::types;
use crate::node;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text};

/// What the texts of a profile can say of each end.
const VARIABLES: [&str; 4] = ["Arn", "ResourceId", "Name", "Qualifier"];

/// A source and a destination that are to be connected.
pub(super) struct Connection<'a> {
    /// The logical id of the connector.
    pub id: &'a Text,
    /// What everything that is generated waits for.
    pub depends_on: Option<&'a Node>,
    /// The place of the destination in the list, if there is a list.
    pub index: Option<usize>,
    pub span: Span,
    /// The attributes of what is generated.
    pub attributes: &'a Map,
    /// The permissions asked for, each once, and the place of each.
    pub permissions: &'a [(Text, Span)],
    /// Where that is asked for.
    pub asked: Span,
    /// Source and destination.
    pub ends: [End<'a>; 2],
}

/// Something that the texts of a profile can say.
pub(super) struct Variable<'a> {
    /// The name between `${` and `}`.
    pub name: String,
    pub end: &'a End<'a>,
    pub property: &'static str,
    pub value: Option<&'a Node>,
}

impl Variable<'_> {
    /// The variable as it stands in a text.
    pub(super) fn text(&self) -> String {
        format!("${{{}}}", self.name)
    }
}

impl Connection<'_> {
    /// `None` when the two cannot be connected, which is reported.
    pub(super) fn expand(&self, context: &Context<'_>, problems: &mut Problems) -> Option<Expansion> {
        let [source, destination] = &self.ends;
        let Some(profile) = connector_profiles::find(&source.type_name, &destination.type_name) else {
            self.report_unsupported(problems);
            return None;
        };
        self.check_permissions(&profile, problems)?;
        self.check_variables(&profile, problems)?;
        let resources = match profile.means {
            Means::RolePolicy(side) => {
                let role = self.role(side, problems)?;
                vec![self.policy("Policy", types::IAM_MANAGED_POLICY, &profile).set("Roles", node!(self.span, [role]))]
            }
            Means::QueuePolicy => {
                let queue = self.target("QueueUrl", problems)?;
                let policy = self.policy("QueuePolicy", types::SQS_QUEUE_POLICY, &profile);
                vec![policy.set("Queues", node!(self.span, [queue]))]
            }
            Means::TopicPolicy => {
                let topic = self.target("Arn", problems)?;
                let policy = self.policy("TopicPolicy", "AWS::SNS::TopicPolicy", &profile);
                vec![policy.set("Topics", node!(self.span, [topic]))]
            }
            Means::LambdaPermission => self.lambda_permissions(&profile, self.target("Arn", problems)?),
        };
        let mut expansion = Expansion::of(resources);
        if let Some(waiting) = self.waiting(&profile, context, problems)? {
            let awaited = expansion.resources.iter().map(|it| it.logical_id.clone());
            let dependency = |awaited| Dependency::Added { waiting: waiting.clone(), awaited };
            expansion.dependencies = awaited.map(dependency).collect();
        }
        Some(expansion)
    }

    fn policy(&self, suffix: &str, type_name: &'static str, profile: &Profile) -> Resource {
        let asked = profile.permissions.iter().filter(|it| self.asks_for(&it.name));
        let statements: Vec<Node> = asked.flat_map(|it| &it.statements).map(|it| self.statement(it)).collect();
        let document = node!(self.span, {"Version": "2012-10-17", "Statement": statements});
        self.resource(suffix, type_name).set("PolicyDocument", document)
    }

    fn lambda_permissions(&self, profile: &Profile, function: &Node) -> Vec<Resource> {
        let permission = |name: &str, statement: &Statement| {
            let text = |text: &Option<String>| text.as_ref().map(|it| self.fill(it));
            self.resource(&format!("{name}LambdaPermission"), types::LAMBDA_PERMISSION)
                .set("Action", statement.actions.first().cloned())
                .set("FunctionName", function)
                .set("Principal", statement.service.clone())
                .set("SourceArn", text(&statement.source))
                .set("SourceAccount", text(&statement.account))
        };
        let asked = profile.permissions.iter().filter(|it| self.asks_for(&it.name));
        asked.flat_map(|it| it.statements.iter().map(|statement| permission(&it.name, statement))).collect()
    }

    /// A generated resource; its logical id says what it is, and for which destination.
    fn resource(&self, suffix: &str, type_name: &'static str) -> Resource {
        let id = self.id;
        let logical_id = match self.index {
            Some(index) => format!("{id}{suffix}Destination{index}"),
            None => format!("{id}{suffix}"),
        };
        let [source, destination] = self.ends.each_ref().map(|it| &it.written_type);
        let ends = node!(self.span, {"Source": {"Type": source}, "Destination": {"Type": destination}});
        let connectors = Map::from_iter([(id.clone(), ends)]);
        let mut metadata = self.attributes.get("Metadata").and_then(Node::map).cloned().unwrap_or_default();
        metadata.insert("aws:sam:connectors", connectors.into_node(self.span));
        let mut attributes = self.attributes.clone();
        attributes.insert("Metadata", metadata.into_node(self.span));
        Resource::new(logical_id, type_name, self.purpose(), self.span)
            .attributes(&attributes)
            .depends_on(self.depends_on)
    }

    /// What the connection is for, with its ends as the user wrote them.
    fn purpose(&self) -> String {
        let [source, destination] = self.ends.each_ref().map(|it| {
            it.logical_id.map_or_else(|| format!("the {}", it.side.property().to_lowercase()), |id| format!("`{id}`"))
        });
        let asked: Vec<String> = self.permissions.iter().map(|(name, _)| name.to_lowercase()).collect();
        format!("permission for {source} to {} {destination}", asked.join(" and "))
    }

    fn asks_for(&self, permission: &str) -> bool {
        self.permissions.iter().any(|(name, _)| *name == permission)
    }

    fn statement(&self, statement: &Statement) -> Node {
        let at = self.span;
        let actions: Vec<Node> = statement.actions.iter().map(|it| it.clone().into_node(at)).collect();
        let resources: Vec<Node> = statement.resources.iter().map(|it| self.fill(it)).collect();
        let mut map = Map::from_iter([("Effect", node!(at, "Allow"))]);
        // What a policy of a resource says is about that resource alone, and stands without a list.
        let alone = statement.service.is_some();
        for (name, mut values) in [("Action", actions), ("Resource", resources)] {
            let only = if alone { values.pop() } else { None };
            map.insert(name, only.unwrap_or_else(|| values.into_node(at)));
        }
        if let Some(service) = &statement.service {
            map.insert("Principal", node!(at, {"Service": (service.clone())}));
        }
        if let Some(source) = &statement.source {
            let source = self.fill(source);
            map.insert("Condition", node!(at, {"ArnEquals": {"aws:SourceArn": source}}));
        }
        map.into_node(at)
    }

    /// The value of a text with variables.
    fn fill(&self, text: &str) -> Node {
        let mut used = Map::new();
        for variable in self.variables().filter(|it| text.contains(&it.text())) {
            let value = variable.value.expect("checked by `check_variables`");
            if text == variable.text() {
                return value.clone();
            }
            used.insert(variable.name, value.clone());
        }
        let at = self.span;
        let text_node = text.to_owned().into_node(at);
        if !used.is_empty() {
            node!(at, {"Fn::Sub": [text_node, used]})
        } else if text.contains("${") {
            node!(at, {"Fn::Sub": text_node})
        } else {
            text_node
        }
    }

    pub(super) fn variables(&self) -> impl Iterator<Item = Variable<'_>> {
        self.ends.iter().flat_map(|end| {
            VARIABLES.iter().map(move |property| {
                let name = format!("{}{property}", end.side.property());
                Variable { name, end, property, value: end.known(property) }
            })
        })
    }
}
