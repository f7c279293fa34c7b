//! What a connector generates for one destination: a policy or permissions.
use super::end::End;
use crate::cfn::logical_id::spaced_json;
use crate::cfn::{Context, Dependency, Expansion, Resource};
use crate::diagnostic::{Diagnostic, Problems};
use crate::node;
use crate::sam::connector_profiles::{self, AwaitedBy, Means, Profile, Role, Side, Statement, connected_type};
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Text};
use crate::template::intrinsics::referenced_id;

/// What the texts of a profile can say of each end.
const VARIABLES: [&str; 4] = ["Arn", "ResourceId", "Name", "Qualifier"];

/// A source and a destination that are to be connected.
pub struct Connection<'a> {
    /// The logical id of the connector.
    pub id: &'a Text,
    /// What everything that is generated waits for.
    pub depends_on: Option<&'a Node>,
    /// The place of the destination in the list, if there is a list.
    pub index: Option<usize>,
    pub span: Span,
    /// The attributes of what is generated.
    pub attributes: &'a Map,
    /// What is asked for, each once, and where.
    pub permissions: &'a [(Text, Span)],
    /// Source and destination.
    pub ends: [End<'a>; 2],
}

/// Something that the texts of a profile can say.
struct Variable<'a> {
    /// The name between `${` and `}`.
    name: String,
    end: &'a End<'a>,
    property: &'static str,
    value: Option<&'a Node>,
}

impl Variable<'_> {
    /// The variable as it stands in a text.
    fn text(&self) -> String {
        format!("${{{}}}", self.name)
    }
}

impl Connection<'_> {
    /// `asked` is the place of the permissions. `None` when the two can not be connected, which is reported.
    pub fn expand(&self, asked: Span, context: &Context<'_>, problems: &mut Problems) -> Option<Expansion> {
        let [source, destination] = &self.ends;
        let Some(profile) = connector_profiles::find(&source.type_name, &destination.type_name) else {
            self.report_unsupported(problems);
            return None;
        };
        self.check_permissions(&profile, asked, problems)?;
        self.check_variables(&profile, problems)?;
        let resources = match profile.means {
            Means::RolePolicy(side) => vec![self.role_policy(&profile, self.end(side), problems)?],
            Means::QueuePolicy => {
                let queue = self.required(destination.known("QueueUrl"), "QueueUrl", destination, problems)?;
                vec![self.resource_policy(&profile, "AWS::SQS::QueuePolicy", ("QueuePolicy", "Queues"), queue)]
            }
            Means::TopicPolicy => {
                let topic = self.required(destination.known("Arn"), "Arn", destination, problems)?;
                vec![self.resource_policy(&profile, "AWS::SNS::TopicPolicy", ("TopicPolicy", "Topics"), topic)]
            }
            Means::LambdaPermission => {
                let function = self.required(destination.known("Arn"), "Arn", destination, problems)?;
                self.lambda_permissions(&profile, function)
            }
        };
        let mut expansion = Expansion::of(resources);
        if let Some(waiting) = self.waiting(&profile, context, problems)? {
            let awaited = expansion.resources.iter().map(|it| it.logical_id.clone());
            let dependency = |awaited| Dependency::Added { waiting: waiting.clone(), awaited };
            expansion.dependencies = awaited.map(dependency).collect();
        }
        Some(expansion)
    }

    fn end(&self, side: Side) -> &End<'_> {
        match side {
            Side::Source => &self.ends[0],
            Side::Destination => &self.ends[1],
        }
    }

    fn role_policy(&self, profile: &Profile, end: &End<'_>, problems: &mut Problems) -> Option<Resource> {
        let role = end.role_name.as_ref().filter(|it| it.is_truthy());
        let Some(role) = role else {
            report_missing_role(end, problems);
            return None;
        };
        let policy = self.resource("Policy", "AWS::IAM::ManagedPolicy");
        Some(policy.set("PolicyDocument", self.policy_document(profile)).set("Roles", node!(self.span, [role])))
    }

    /// A policy of the resource `target`, which stands under the property `names.1`.
    fn resource_policy(
        &self,
        profile: &Profile,
        type_name: &'static str,
        names: (&str, &'static str),
        target: &Node,
    ) -> Resource {
        let policy = self.resource(names.0, type_name);
        policy.set("PolicyDocument", self.policy_document(profile)).set(names.1, node!(self.span, [target]))
    }

    fn lambda_permissions(&self, profile: &Profile, function: &Node) -> Vec<Resource> {
        let permission = |name: &str, statement: &Statement| {
            let text = |text: &Option<String>| text.as_ref().map(|it| self.fill(it));
            self.resource(&format!("{name}LambdaPermission"), "AWS::Lambda::Permission")
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
        Resource::new(logical_id, type_name, self.span).attributes(&attributes).depends_on(self.depends_on)
    }

    fn asks_for(&self, permission: &str) -> bool {
        self.permissions.iter().any(|(name, _)| *name == permission)
    }

    fn policy_document(&self, profile: &Profile) -> Node {
        let asked = profile.permissions.iter().filter(|it| self.asks_for(&it.name));
        let statements: Vec<Node> = asked.flat_map(|it| &it.statements).map(|it| self.statement(it)).collect();
        node!(self.span, {"Version": "2012-10-17", "Statement": statements})
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

    fn variables(&self) -> impl Iterator<Item = Variable<'_>> {
        self.ends.iter().flat_map(|end| {
            VARIABLES.iter().map(move |property| {
                let name = format!("{}{property}", end.side.property());
                Variable { name, end, property, value: end.known(property) }
            })
        })
    }

    fn check_permissions(&self, profile: &Profile, asked: Span, problems: &mut Problems) -> Option<()> {
        let [source, destination] = self.ends.each_ref().map(|it| &it.type_name);
        let possible: Vec<String> = profile.permissions.iter().map(|it| format!("`{}`", it.name)).collect();
        let possible = possible.join(" and ");
        let combinations: Vec<String> =
            profile.combinations.iter().map(|it| format!("`[{}]`", it.join(", "))).collect();
        let help = match combinations.as_slice() {
            [] => format!("from `{source}` to `{destination}` there is {possible}"),
            _ => format!("write {}", combinations.join(" or ")),
        };
        if self.permissions.is_empty() {
            problems.push(Diagnostic::error("missing-property", asked, "`Permissions` is an empty list").help(help));
            return None;
        }
        let unknown = self.permissions.iter().filter(|(name, _)| profile.permission(name).is_none());
        let mut names: Vec<&str> = self.permissions.iter().map(|(name, _)| &**name).collect();
        names.sort_unstable();
        let before = problems.error_count();
        for (name, span) in unknown {
            let message =
                format!("a connector from `{source}` to `{destination}` can not have the permission `{name}`");
            problems.push(Diagnostic::error("invalid-value", *span, message).help(help.clone()));
        }
        if problems.error_count() > before {
            return None;
        }
        if !profile.combinations.is_empty() && !profile.combinations.iter().any(|it| *it == names) {
            let message = format!("a connector from `{source}` to `{destination}` needs other permissions as well");
            problems.push(Diagnostic::error("invalid-value", asked, message).help(help));
            return None;
        }
        Some(())
    }

    /// Whether everything is known that the profile uses, also for permissions that are not asked for.
    fn check_variables(&self, profile: &Profile, problems: &mut Problems) -> Option<()> {
        let statements = profile.permissions.iter().flat_map(|it| &it.statements);
        let texts: Vec<&String> =
            statements.flat_map(|it| it.resources.iter().chain(&it.source).chain(&it.account)).collect();
        let [source, destination] = self.ends.each_ref().map(|it| &it.type_name);
        let mut complete = Some(());
        for variable in self.variables().filter(|it| texts.iter().any(|text| text.contains(&it.text()))) {
            let Variable { end, property, .. } = variable;
            match variable.value {
                None => {
                    let side = end.side.property();
                    let message = format!(
                        "a connector from `{source}` to `{destination}` needs the `{property}` of its `{side}`"
                    );
                    let finding = Diagnostic::error("missing-property", end.span, message);
                    problems.push(finding.help(format!("add `{property}:` to `{side}`, or write nothing but `Id`")));
                    complete = None;
                }
                Some(value) if has_placeholder(&spaced_json(value)) => {
                    let finding =
                        Diagnostic::error("invalid-value", value.span, "a connector takes `%{…}` for a variable");
                    problems.push(finding.help("a name or an ARN can not hold `%{…}`"));
                    complete = None;
                }
                Some(_) => (),
            }
        }
        complete
    }

    fn required<'n>(
        &self,
        value: Option<&'n Node>,
        property: &str,
        end: &End<'_>,
        problems: &mut Problems,
    ) -> Option<&'n Node> {
        let value = value.filter(|it| it.is_truthy());
        if value.is_none() {
            let side = end.side.property();
            let message = format!("`{side}` needs the `{property}` of the `{}`", end.type_name);
            let finding = Diagnostic::error("missing-property", end.span, message);
            problems.push(finding.help(format!("add `{property}:` to `{side}`, or write nothing but `Id`")));
        }
        value
    }

    /// The resource that has to wait for the generated policy. `None` when that can not be told, which is reported.
    fn waiting(&self, profile: &Profile, context: &Context<'_>, problems: &mut Problems) -> Option<Option<Text>> {
        let [source, destination] = &self.ends;
        let Some(source) = source.logical_id else { return Some(None) };
        match (profile.awaited_by, destination.logical_id) {
            (Some(AwaitedBy::Source), _) => Some(Some(source.clone())),
            (Some(AwaitedBy::EventSourceMapping), Some(function)) => {
                event_source_mapping(source, function, context, problems)
            }
            (Some(AwaitedBy::EventSourceMapping), None) | (None, _) => Some(None),
        }
    }

    fn report_unsupported(&self, problems: &mut Problems) {
        let [source, destination] = self.ends.each_ref().map(|it| &*it.type_name);
        let message = format!("there is no connector from `{source}` to `{destination}`");
        let finding = Diagnostic::error("unsupported-connection", self.ends[1].span, message)
            .related(self.ends[0].span, "the source");
        let destinations: Vec<String> =
            connector_profiles::pairs().filter(|it| it.0 == source).map(|it| format!("`{}`", it.1)).collect();
        problems.push(if connector_profiles::find(destination, source).is_some() {
            finding.help("there is one the other way round: swap `Source` and `Destination`")
        } else if destinations.is_empty() {
            finding.help(format!("an `{source}` can not be the source of a connector; grant the access with a policy"))
        } else {
            finding.help(format!("from `{source}` there are connectors to {}", destinations.join(", ")))
        });
    }
}

/// Whether a text has what the reference takes for one of its own variables: `%{`, ASCII letters, digits, `_` and `.`,
/// then `}`.
fn has_placeholder(json: &str) -> bool {
    json.split("%{").skip(1).any(|rest| {
        let name = rest.split('}').next().filter(|it| it.len() < rest.len()).unwrap_or_default();
        !name.is_empty() && name.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'.'))
    })
}

fn report_missing_role(end: &End<'_>, problems: &mut Problems) {
    let side = end.side.property();
    let Some(id) = end.logical_id else {
        let message = format!("a connector with this `{side}` needs its `RoleName`");
        problems.push(Diagnostic::error("missing-property", end.span, message).help("add `RoleName: !Ref MyRole`"));
        return;
    };
    let message = format!("`{id}` names no role of this template to which a policy could be added");
    let finding = Diagnostic::error("missing-role", end.span, message);
    problems.push(match connected_type(&end.type_name).and_then(|it| it.role) {
        Some(Role::Property(name)) => finding.help(format!("write `{name}: !GetAtt MyRole.Arn` in `{id}`")),
        Some(Role::OfTarget(name)) => {
            finding.help(format!("write `{name}: !GetAtt MyRole.Arn` at the target of `{id}` that is the destination"))
        }
        None => finding,
    });
}

/// The mapping that feeds a function from a source, if there is exactly one.
fn event_source_mapping(
    source: &Text,
    function: &Text,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Option<Text>> {
    let mut found = Vec::new();
    for (id, resource) in context.document.into_iter().flat_map(Map::iter) {
        if !resource.get("Type").is_some_and(|it| it.is_text("AWS::Lambda::EventSourceMapping")) {
            continue;
        }
        let Some(properties) = resource.map().and_then(|it| it.get("Properties")) else { continue };
        if properties.map().is_none() {
            let message = format!("`Properties` is {}; it has to be a map", properties.kind_name());
            problems.push(Diagnostic::error("wrong-type", properties.span, message).resource(&**id));
            return None;
        }
        let refers_to = |name: &str, id: &str| properties.get(name).and_then(referenced_id) == Some(id);
        if refers_to("FunctionName", function) && refers_to("EventSourceArn", source) {
            found.push(id);
        }
    }
    Some(match found.as_slice() {
        [only] => Some((*only).clone()),
        _ => None,
    })
}
