//! Describes a cycle in the words of the template: what needs what, what generates it, and the way out.
use super::{CODE, Need};
use crate::diagnostic::Diagnostic;
use crate::facts::types;
use crate::semantics::Semantics;
use crate::source::Span;
use crate::syntax::{Entry, Map, Node, Text};
use crate::template::references::ReferenceKind;

/// APIs, which need the functions that they call.
const APIS: [&str; 2] = [types::API_GATEWAY_REST_API, types::API_GATEWAY_V2_API];
const BUCKET: &str = types::S3_BUCKET;

pub(super) struct Wording<'c, 'a> {
    pub semantics: &'c Semantics<'a>,
}

/// The part of a template that something is generated for.
struct Cause<'a> {
    resource: &'a Text,
    /// The key under `Events`, and where it stands.
    event: Option<(&'a Text, Span)>,
}

impl<'a> Wording<'_, 'a> {
    /// Which of the needs of a cycle is given up most easily: one that is written down, `DependsOn` first.
    pub(super) fn to_give_up(&self, cycle: &[Need]) -> usize {
        let written = |it: &Need| self.is_written(it);
        let dependency = cycle.iter().position(|it| it.reference.kind == ReferenceKind::DependsOn && written(it));
        dependency.or_else(|| cycle.iter().position(written)).unwrap_or_default()
    }

    pub(super) fn of_conditions(&self, cycle: &[Need]) -> Diagnostic {
        let [first, others @ ..] = cycle else { unreachable!("a cycle has at least one edge") };
        let way: Vec<String> =
            cycle.iter().map(|it| &it.from).chain([&first.from]).map(|it| format!("`{it}`")).collect();
        let message = format!("circular dependency of conditions: {}", way.join(" → "));
        let mut finding = Diagnostic::new(&CODE, first.reference.span, message);
        for need in others {
            finding = finding.related(need.reference.span, format!("`{}` needs `{}` here", need.from, need.to));
        }
        finding.help(format!("define `{}` without `{}`", first.from, first.to))
    }

    /// Describes a cycle of resources, whose need with the index `given_up` is the one to give up.
    pub(super) fn of_resources(&self, cycle: &[Need], given_up: usize) -> Diagnostic {
        let mut ordered: Vec<&Need> = cycle.iter().cycle().skip(given_up).take(cycle.len()).collect();
        let cut = ordered.remove(0);
        let names: Vec<String> =
            ordered.iter().map(|it| &it.from).chain([&cut.from, &cut.to]).map(|it| self.name(it)).collect();
        let message = format!("circular dependency: {}", names.join(" → "));
        let is_written = self.is_written(cut);
        let span = self.place(cut);
        let mut finding = Diagnostic::new(&CODE, span, message);
        let mut labels: Vec<(Span, Vec<String>)> = Vec::new();
        for need in ordered.iter().chain((!is_written).then_some(&cut)) {
            let span = self.place(need);
            match labels.iter_mut().find(|it| it.0 == span) {
                Some((_, told)) => told.push(self.told(need)),
                None => labels.push((span, vec![self.told(need)])),
            }
        }
        for (span, told) in labels {
            finding = finding.related(span, told.join("; "));
        }
        if let Some(cause) = self.cause(span) {
            finding = finding.resource(&**cause.resource);
        }
        finding.help(self.way_out(cut, is_written))
    }

    /// Where the template says that one needs the other: the reference, or the event or resource that generates it.
    fn place(&self, need: &Need) -> Span {
        if self.is_written(need) {
            return self.semantics.target_span(&need.reference);
        }
        let mut spans = std::iter::once(need.reference.span).chain(need.around.iter().copied());
        let of_event = spans.find_map(|it| Some(self.cause(it)?.event?.1));
        of_event.unwrap_or(need.reference.span)
    }

    /// Why one needs the other.
    fn told(&self, need: &Need) -> String {
        let (from, to) = (self.name(&need.from), self.name(&need.to));
        if self.is_written(need) {
            return match need.reference.kind {
                ReferenceKind::DependsOn => format!("{from} depends on {to} here"),
                ReferenceKind::Ref | ReferenceKind::GetAtt | ReferenceKind::Sub => {
                    format!("{from} refers to {to} here")
                }
            };
        }
        let cause = match self.cause(self.place(need)) {
            Some(Cause { resource, event: Some((event, _)) }) => format!("event `{event}` of `{resource}`"),
            Some(Cause { resource, event: None }) => format!("`{resource}`"),
            None => return format!("{from} needs {to}"),
        };
        match (self.is_generated(&need.from), self.is_generated(&need.to)) {
            (true, _) => format!("{cause} generates {from}, which needs {to}"),
            (false, true) if cause == from => format!("{from} generates {to}, which it needs"),
            (false, true) => format!("{cause} generates {to}, which {from} depends on"),
            (false, false) => format!("because of {cause}, {from} needs {to}"),
        }
    }

    fn way_out(&self, cut: &Need, is_written: bool) -> String {
        let to = &cut.to;
        let type_name = self.type_name(to);
        if !is_written {
            return format!("remove what makes {} need {}", self.name(&cut.from), self.name(to));
        }
        if cut.reference.kind == ReferenceKind::DependsOn {
            return format!("remove `{to}` from this `DependsOn`: `{to}` needs `{}` itself", cut.from);
        }
        if cut.from == *to {
            return "a resource cannot refer to itself: write the value instead".to_owned();
        }
        let named = self.semantics.resources().get(to).and_then(|it| it.at(&["Properties", "BucketName"]));
        if type_name == BUCKET && named.is_some() {
            return format!("write the `BucketName` of `{to}` here instead of the reference");
        }
        if type_name == BUCKET {
            return format!(
                "give `{to}` a `BucketName`, and write that name here instead of the reference, as in \
                 `!Sub name-${{AWS::AccountId}}`"
            );
        }
        if APIS.contains(&type_name) {
            return format!(
                "`{to}` needs the functions that it calls; a function can take the address from the request that it \
                 handles (`requestContext`), or from a parameter in Systems Manager that it reads when it runs"
            );
        }
        format!(
            "give `{to}` a name and write it here instead of the reference, or move what refers to it to a separate \
             resource"
        )
    }

    /// Whether the reference stands in the template as it is, not only in what is made of it.
    fn is_written(&self, need: &Need) -> bool {
        let span = need.reference.span;
        let written = self.semantics.source.slice(span);
        // Generated references have the span of what they are generated for, such as the key of a resource.
        if self.semantics.template.resources().entries().any(|(_, it)| it.key_span == span) {
            return false;
        }
        match need.reference.kind {
            ReferenceKind::Sub => written.contains(&format!("${{{}", need.reference.target())),
            ReferenceKind::Ref | ReferenceKind::GetAtt | ReferenceKind::DependsOn => {
                let name = written.trim_matches(['"', '\'']);
                name == need.reference.target() || *name == *need.reference.name
            }
        }
    }

    fn is_generated(&self, id: &str) -> bool {
        !self.semantics.template.resources().contains_key(id)
    }

    /// What a resource is called: by its id alone when it is written, else with what it is.
    fn name(&self, id: &str) -> String {
        if !self.is_generated(id) {
            return format!("`{id}`");
        }
        let kind = self.type_name(id).rsplit("::").next().unwrap_or_default();
        let mut words = String::new();
        for letter in kind.chars() {
            if letter.is_ascii_uppercase() && words.ends_with(|it: char| it.is_ascii_lowercase()) {
                words.push(' ');
            }
            words.push(letter.to_ascii_lowercase());
        }
        format!("{} `{id}`", words.replace("rest api", "REST API"))
    }

    fn type_name(&self, id: &str) -> &'a str {
        let resource = self.semantics.generated().and_then(|it| it.get(id));
        resource.and_then(|it| it.get("Type")).and_then(Node::text).map_or("", |it| it)
    }

    /// The resource, and the event, around a span.
    fn cause(&self, span: Span) -> Option<Cause<'a>> {
        let (resource, entry) = innermost(self.semantics.template.resources(), span)?;
        let events = entry.value.at(&["Properties", "Events"]).and_then(Node::map);
        Some(Cause { resource, event: events.and_then(|it| innermost(it, span)).map(|(id, it)| (id, it.key_span)) })
    }
}

/// The entry of a map that a span lies in.
fn innermost(map: &Map, span: Span) -> Option<(&Text, &Entry)> {
    let around = |key: Span, value: Span| Span { start: key.start, end: value.end.max(key.end) };
    let mut entries = map.entries();
    entries.find(|(_, it)| around(it.key_span, it.value.span).contains(span))
}
