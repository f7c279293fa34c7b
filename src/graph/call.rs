//! Calls of AWS services that a definition names with their arguments: integrations of APIs, tasks of state machines,
//! targets of schedules.
use super::actions::{self, Action};
use super::application::{Application, End};
use super::kinds::{self, Kind};
use super::model::Manner;
use crate::syntax::{Node, Value};

/// A call of an action of a service.
#[derive(Debug)]
pub(super) struct Call<'c> {
    /// The service as in ARNs, SDKs or policies.
    pub service: &'c str,
    /// As in the SDK, whatever the case of its first letter.
    pub action: &'c str,
    /// Names and values of arguments, also of those inside others.
    pub arguments: Vec<(String, String)>,
}

/// Arguments that say what an action is done to, by the title of its kind.
const NAMING: &[(&Kind, &[&str])] = &[
    (&kinds::TABLE, &["TableName"]),
    (&kinds::QUEUE, &["QueueUrl"]),
    (&kinds::TOPIC, &["TopicArn", "TargetArn"]),
    (&kinds::STREAM, &["StreamName", "StreamARN"]),
    (&kinds::FIREHOSE, &["DeliveryStreamName"]),
    (&kinds::FUNCTION, &["FunctionName"]),
    (&kinds::STATE_MACHINE, &["StateMachineArn"]),
    (&kinds::BUS, &["EventBusName"]),
    (&kinds::BUCKET, &["Bucket"]),
    (&kinds::SECRET, &["SecretId"]),
    (&kinds::PARAMETER, &["Name"]),
    (&kinds::GLUE_JOB, &["JobName"]),
    (&kinds::CONTAINER, &["TaskDefinition"]),
    (&kinds::JOB, &["JobQueue"]),
    (&kinds::BUILD, &["ProjectName"]),
];

/// The bus that every account has.
pub(super) fn default_bus() -> End<'static> {
    End::Outside(&kinds::BUS, "default".to_owned())
}

impl Call<'_> {
    /// What is called, and what is done to it.
    pub(super) fn ends<'a>(&self, application: &Application<'a>) -> Vec<(End<'a>, Manner, String)> {
        let service = actions::service(self.service);
        let Some(kind) = kinds::of_service(service) else {
            let name = if self.service.is_empty() { return Vec::new() } else { self.service.to_owned() };
            return vec![(End::Outside(&kinds::SERVICE, name), Manner::Access, self.action.to_owned())];
        };
        let action: Option<&Action> = actions::of(service, self.action).next();
        let (manner, verb) = action.map_or((Manner::Access, self.action), |it| (it.manner, it.verb));
        let ends = if actions::is_whole(kind) {
            vec![End::Outside(kind, kind.title.to_owned())]
        } else {
            self.named(application, kind)
        };
        ends.into_iter().map(|it| (it, manner, verb.to_owned())).collect()
    }

    fn named<'a>(&self, application: &Application<'a>, kind: &'static Kind) -> Vec<End<'a>> {
        let mut found: Vec<End<'a>> = Vec::new();
        let naming = NAMING.iter().find(|(it, _)| it.title == kind.title).map_or(&[][..], |(_, names)| names);
        let is_naming = |name: &str| naming.iter().any(|it| it.eq_ignore_ascii_case(name));
        for (_, value) in self.arguments.iter().filter(|(name, _)| is_naming(name.trim_end_matches(".$"))) {
            // What is decided while it runs begins with a dollar sign, or stands in `{% … %}`.
            let is_decided_late = value.starts_with("{%") || (value.starts_with('$') && !value.starts_with("${"));
            let end = if is_decided_late { None } else { application.end_of_text(value.trim_matches('\''), kind) };
            found.extend(end.filter(|it| !found.contains(it)));
        }
        if !found.is_empty() {
            return found;
        }
        let texts = self.arguments.iter().map(|(_, value)| value);
        for own in texts.flat_map(|it| application.own_in(it)).map(End::Own) {
            let fits = application.kind_of_end(&own).service() == kind.service();
            if fits && !found.contains(&own) {
                found.push(own);
            }
        }
        match found.is_empty() {
            true if *kind == kinds::BUS => vec![default_bus()],
            true => vec![End::Outside(kind, kind.title.to_owned())],
            false => found,
        }
    }
}

/// All arguments below a value, also those inside texts that are JSON or nearly so.
pub(super) fn arguments(application: &Application<'_>, value: &Node) -> Vec<(String, String)> {
    let mut found = Vec::new();
    collect(application, value, &mut found);
    found
}

fn collect(application: &Application<'_>, value: &Node, found: &mut Vec<(String, String)>) {
    match &value.value {
        Value::Map(map) => {
            for (name, value) in map.iter() {
                let text = application.text(value);
                // An intrinsic, a template of an integration: whatever it is, its text is looked at as well.
                found.extend(pairs(&text));
                found.push((name.to_string(), text));
                collect(application, value, found);
            }
        }
        Value::List(items) => items.iter().for_each(|it| collect(application, it, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => (),
    }
}

/// The arguments in a text such as `{"TableName": "orders"}` or `Action=Publish&TopicArn=…`.
pub(super) fn pairs(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for pair in text.split('&') {
        if let Some((name, value)) = pair.split_once('=').filter(|(name, _)| name.chars().all(char::is_alphanumeric)) {
            found.push((name.to_owned(), value.to_owned()));
        }
    }
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once('"') {
        let Some((name, after)) = behind.split_once('"') else { break };
        rest = after;
        let Some(value) = after.trim_start().strip_prefix(':').map(str::trim_start) else { continue };
        let Some(value) = value.strip_prefix('"') else { continue };
        let Some((value, after)) = value.split_once('"') else { break };
        found.push((name.to_owned(), value.to_owned()));
        rest = after;
    }
    found
}
