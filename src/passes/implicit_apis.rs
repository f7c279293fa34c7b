//! Makes the APIs that events need without naming one, and adds a path for each event of an API that SAM manages.
use super::size::crowded_apis;
use super::{Completing, implicit_http_api};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::node;
use crate::sam::openapi::{Editor, IMPLICIT_HTTP_API, IMPLICIT_REST_API, MANAGED, http, normalize_method, rest};
use crate::sam::resources;
use crate::source::Span;
use crate::syntax::{Deferred, IntoNode, Map, Node, Text};
use crate::template::{Template, intrinsics};
use std::collections::{BTreeSet, HashMap};

/// A kind of API that is made for events which name none.
struct ImplicitApi {
    event_type: &'static str,
    api_type: &'static str,
    /// The property of an event that names its API.
    api_property: &'static str,
    logical_id: &'static str,
    /// Name of the condition that combines those of all functions.
    condition: &'static str,
    skeleton: fn(Span) -> Node,
    /// The property `StageName` of the API, when it has one.
    stage: Option<&'static str>,
    /// Whether a definition can be edited.
    is_valid: fn(Option<&Node>) -> bool,
    /// The properties of an event, completed; `None` when it has none.
    event_properties: fn(event: &mut Map, at: Span) -> Option<&mut Map>,
    /// Adds to the API what an event asks for besides its path.
    add_settings: fn(event: &Map, condition: Option<&Text>, api: &mut Map),
}

const IMPLICIT_APIS: &[ImplicitApi] = &[
    ImplicitApi {
        event_type: "Api",
        api_type: resources::API,
        api_property: "RestApiId",
        logical_id: IMPLICIT_REST_API,
        condition: "ServerlessRestApiCondition",
        skeleton: rest::skeleton,
        stage: Some("Prod"),
        is_valid: rest::is_valid,
        event_properties: |event, _| event.get_mut("Properties")?.map_mut().filter(|it| !it.is_empty()),
        add_settings: |_, _, _| (),
    },
    ImplicitApi {
        event_type: "HttpApi",
        api_type: resources::HTTP_API,
        api_property: "ApiId",
        logical_id: IMPLICIT_HTTP_API,
        condition: "ServerlessHttpApiCondition",
        skeleton: http::skeleton,
        stage: None,
        is_valid: http::is_valid,
        event_properties: implicit_http_api::event_properties,
        add_settings: implicit_http_api::add_route_settings,
    },
];

/// Most conditions in one `Fn::Or` (CloudFormation user guide, "Condition functions").
const MOST_CONDITIONS: usize = 10;

/// What the resources with events ask of one API.
#[derive(Default)]
struct Demands {
    /// For each path, the condition of each method.
    paths: HashMap<Text, HashMap<Text, Option<Text>>>,
    /// Whether so many events ask for paths that they are refused.
    is_crowded: bool,
    deletion_policies: Vec<Text>,
    update_replace_policies: Vec<Text>,
    /// The definition of the API, taken out of it while paths are added.
    definition: Option<Deferred>,
}

pub(super) fn run(compilation: &mut Completing<'_>, problems: &mut Problems) {
    for kind in IMPLICIT_APIS {
        make(kind, &mut compilation.template, problems);
    }
}

fn make(kind: &ImplicitApi, template: &mut Template, problems: &mut Problems) {
    let written = template.resources().get(kind.logical_id).cloned();
    let api = empty_api(kind, first_event(kind, template));
    template.resources_mut().insert(kind.logical_id, api);

    let crowded = match kind.logical_id {
        IMPLICIT_REST_API => crowded_apis(template.resources()),
        _ => Vec::new(),
    };
    let crowded = crowded.into_iter().map(|id| (id, Demands { is_crowded: true, ..Demands::default() }));
    let mut demands: HashMap<Text, Demands> = crowded.collect();
    let is_crowded = demands.contains_key(kind.logical_id);
    let ids: Vec<Text> = template.resources().keys().cloned().collect();
    for id in &ids {
        if template.resource_type(id).and_then(resources::find).is_some_and(|it| !it.events.is_empty()) {
            add_events(kind, id, template, &mut demands);
        }
    }
    for (api, demands) in &mut demands {
        if let (Some(definition), Some(place)) = (demands.definition.take(), definition_of(api, template)) {
            *place = definition.settle();
        }
    }
    if let Some(demands) = demands.get(kind.logical_id) {
        add_condition(kind, demands, template);
        add_policies(kind, demands, template);
    }
    for id in &ids {
        problems.in_resource(id, |problems| add_path_conditions(kind, id, &demands, template, problems));
    }
    if !is_crowded {
        remove_if_unused(kind, written, template);
    }
}

/// The span of the first event that leads to the implicit API, which is its cause.
fn first_event(kind: &ImplicitApi, template: &Template) -> Span {
    let events = template.resources().values().filter_map(|it| it.at(&["Properties", "Events"])?.map());
    let implicit = events.flat_map(Map::entries).filter(|(_, event)| {
        event.value.get("Type").is_some_and(|it| it.is_text(kind.event_type))
            && event.value.at(&["Properties", kind.api_property]).is_none()
    });
    implicit.map(|(_, event)| event.key_span).min().unwrap_or(Span::NOWHERE)
}

fn empty_api(kind: &ImplicitApi, at: Span) -> Node {
    let mut properties = Map::new();
    if let Some(stage) = kind.stage {
        properties.insert("StageName", stage.into_node(at));
    }
    properties.insert("DefinitionBody", (kind.skeleton)(at));
    properties.insert(MANAGED, true.into_node(at));
    node!(at, {"Type": (kind.api_type), "Properties": properties})
}

/// Adds the paths of a resource's events to the definitions of their APIs, and names the implicit API where an event
/// names none. Events with mistakes are passed over: their expansion reports them.
fn add_events(kind: &ImplicitApi, id: &Text, template: &mut Template, demands: &mut HashMap<Text, Demands>) {
    let Some(resource) = template.resources().get(id).and_then(Node::map) else { return };
    let Some(events) = resource.get("Properties").and_then(|it| it.get("Events")).and_then(Node::map) else { return };
    // The reference goes through them in Python 2's order, whatever the rest of the template is.
    let mut changed = Map::python2();
    let of_kind = |event: &Node| event.get("Type").is_some_and(|it| it.is_text(kind.event_type));
    for (event_id, entry) in events.entries().filter(|(_, entry)| of_kind(&entry.value)) {
        changed.insert_at(event_id.clone(), entry.key_span, entry.value.clone());
    }
    if changed.is_empty() {
        return;
    }
    let attribute = |name| resource.get(name).and_then(Node::text).cloned();
    let condition = attribute("Condition");
    let (deletion, replacement) = (attribute("DeletionPolicy"), attribute("UpdateReplacePolicy"));
    let tags = tags_for_api(resource, template);
    let event_ids: Vec<Text> = changed.keys().cloned().collect();
    for event_id in event_ids {
        let span = changed.key_span(&event_id).unwrap_or(Span::NOWHERE);
        let Some(event) = changed.get_mut(&event_id).and_then(Node::map_mut) else { continue };
        let Some(properties) = (kind.event_properties)(event, span) else { continue };
        if !properties.contains_key(kind.api_property) {
            if let Some(tags) = &tags {
                add_tags(kind, tags, template);
            }
            properties.insert(kind.api_property, intrinsics::reference(span, kind.logical_id));
        }
        let Some(route) = Route::of(kind, properties) else { continue };
        // An event that leads to an API of another kind is reported when it is expanded.
        let api_type = template.resource_type(&route.api_id);
        if api_type.is_some_and(|it| it != kind.api_type && [resources::API, resources::HTTP_API].contains(&it)) {
            continue;
        }
        let properties = properties.clone();
        let demands = demands.entry(route.api_id.clone()).or_default();
        demands.paths.entry(route.path.clone()).or_default().insert(route.method.clone(), condition.clone());
        demands.deletion_policies.extend(deletion.clone());
        demands.update_replace_policies.extend(replacement.clone());
        if !demands.is_crowded {
            add_path(kind, &route, span, demands, template);
        }
        if let Some(api) = template.resources_mut().get_mut(&route.api_id).and_then(Node::map_mut) {
            (kind.add_settings)(&properties, condition.as_ref(), api);
        }
    }
    let resource = template.resources_mut().get_mut(id).and_then(Node::map_mut);
    let properties = resource.and_then(|it| it.get_mut("Properties")).and_then(Node::map_mut);
    if let Some(events) = properties.and_then(|it| it.get_mut("Events")).and_then(Node::map_mut) {
        events.update(&changed);
    }
}

/// Where an event leads to, as far as it is written without mistakes.
struct Route {
    api_id: Text,
    path: Text,
    method: Text,
}

impl Route {
    fn of(kind: &ImplicitApi, properties: &Map) -> Option<Self> {
        let api = properties.get(kind.api_property)?;
        let api_id = api.map().and_then(|it| it.get("Ref")).unwrap_or(api).text()?.clone();
        Some(Self {
            api_id,
            path: properties.get("Path")?.text()?.clone(),
            method: properties.get("Method")?.text()?.clone(),
        })
    }
}

fn properties_of<'a>(id: &Text, template: &'a mut Template) -> Option<&'a mut Map> {
    template.resources_mut().get_mut(id)?.map_mut()?.get_mut("Properties")?.map_mut()
}

fn definition_of<'a>(id: &Text, template: &'a mut Template) -> Option<&'a mut Node> {
    properties_of(id, template)?.get_mut("DefinitionBody")
}

/// Adds the path of a route to the definition of its API, if SAM made that.
fn add_path(kind: &ImplicitApi, route: &Route, span: Span, demands: &mut Demands, template: &mut Template) {
    if demands.definition.is_none() {
        let Some(properties) = properties_of(&route.api_id, template) else { return };
        if !(kind.is_valid)(properties.get("DefinitionBody")) || properties.truthy(MANAGED).is_none() {
            return;
        }
        let Some(place) = properties.get_mut("DefinitionBody") else { return };
        demands.definition = Some(Deferred::new(std::mem::replace(place, Node::null(span))));
    }
    let edited = demands.definition.take().map(|definition| {
        let mut editor = Editor::open(definition)?;
        // What can not be added is reported when the event is joined.
        let mut unreported = Problems::default();
        let _ = editor.add_path(&route.path, &normalize_method(&route.method), span, &mut unreported);
        Ok(editor.close())
    });
    demands.definition = edited.map(|it| it.unwrap_or_else(|unchanged: Deferred| unchanged));
}

/// The tags that a resource with `PropagateTags` hands on to the implicit API.
fn tags_for_api(resource: &Map, template: &Template) -> Option<Map> {
    let type_name = resource.get("Type")?.text()?.rsplit("::").next()?.to_owned();
    let global = template.section("Globals").and_then(|it| it.get(&type_name));
    let properties = resource.get("Properties")?;
    let find = |name| {
        let own = properties.get(name).filter(|it| it.is_truthy());
        own.or_else(|| global?.get(name).filter(|it| it.is_truthy()))
    };
    find("PropagateTags")?;
    find("Tags")?.map().cloned()
}

fn add_tags(kind: &ImplicitApi, tags: &Map, template: &mut Template) {
    let api = template.resources_mut().get_mut(kind.logical_id).and_then(Node::map_mut);
    let Some(api) = api.and_then(|it| it.get_mut("Properties")) else { return };
    let span = api.span;
    let Some(properties) = api.map_mut() else { return };
    if let Some(all) = properties.or_insert_with("Tags", || Map::new().into_node(span)).map_mut() {
        all.update(tags);
    }
    properties.insert("PropagateTags", true.into_node(span));
}

/// The API exists when one of the functions does, if all of them have conditions.
fn add_condition(kind: &ImplicitApi, demands: &Demands, template: &mut Template) {
    let all = demands.paths.values().flat_map(HashMap::values);
    let Some(conditions) = all.cloned().collect::<Option<BTreeSet<Text>>>() else { return };
    let condition = combine(conditions, kind.condition, template);
    if let (Some(condition), Some(api)) = (condition, implicit_api(kind, template)) {
        let at = api.get("Type").map_or(Span::NOWHERE, |it| it.span);
        api.insert("Condition", condition.into_node(at));
    }
}

/// `Retain` wins over `Snapshot`, and that over `Delete`.
fn add_policies(kind: &ImplicitApi, demands: &Demands, template: &mut Template) {
    let strongest = |asked: &[Text], order: &[&'static str]| {
        order.iter().find(|it| asked.iter().any(|asked| *asked == **it)).copied()
    };
    let deletion = strongest(&demands.deletion_policies, &["Retain", "Delete"]);
    let replacement = strongest(&demands.update_replace_policies, &["Retain", "Snapshot", "Delete"]);
    let Some(api) = implicit_api(kind, template) else { return };
    let at = api.get("Type").map_or(Span::NOWHERE, |it| it.span);
    for (name, policy) in [("DeletionPolicy", deletion), ("UpdateReplacePolicy", replacement)] {
        if let Some(policy) = policy {
            api.insert(name, policy.into_node(at));
        }
    }
}

fn implicit_api<'a>(kind: &ImplicitApi, template: &'a mut Template) -> Option<&'a mut Map> {
    template.resources_mut().get_mut(kind.logical_id).and_then(Node::map_mut)
}

/// Puts every path whose methods all have conditions under their combination, if SAM manages the API.
fn add_path_conditions(
    kind: &ImplicitApi,
    id: &Text,
    demands: &HashMap<Text, Demands>,
    template: &mut Template,
    problems: &mut Problems,
) {
    if template.resource_type(id) != Some(kind.api_type) {
        return;
    }
    let properties = template.resources().get(id).and_then(|it| it.get("Properties"));
    let Some(properties) = properties.and_then(Node::map) else { return };
    let Some(mark) = properties.truthy(MANAGED) else { return };
    let mark = mark.span;
    let definition = properties.get("DefinitionBody").filter(|it| (kind.is_valid)(Some(it)));
    let Some(mut editor) = definition.cloned().and_then(|it| Editor::open(Deferred::new(it)).ok()) else {
        report_mark(mark, problems);
        return;
    };
    let paths: Vec<Text> = editor.paths().keys().cloned().collect();
    for path in paths {
        let Some(methods) = demands.get(id).and_then(|it| it.paths.get(&path)) else {
            report_mark(mark, problems);
            return;
        };
        let conditions = methods.values().cloned().collect::<Option<BTreeSet<Text>>>();
        let Some(conditions) = conditions.filter(|it| !it.is_empty()) else { continue };
        if let Some(condition) = combine(conditions, &path_condition_name(id, &path), template) {
            let at = editor.item(&path).map_or(Span::NOWHERE, |it| it.span);
            editor.make_path_conditional(&path, &condition.into_node(at));
        }
    }
    let resource = template.resources_mut().get_mut(id).and_then(Node::map_mut);
    if let Some(properties) = resource.and_then(|it| it.get_mut("Properties")).and_then(Node::map_mut) {
        properties.insert("DefinitionBody", editor.close().settle());
    }
}

/// Says that a definition which is marked as SAM's own holds more than SAM put into it.
fn report_mark(mark: Span, problems: &mut Problems) {
    let message =
        format!("`{MANAGED}` marks a definition that SAM generated, but this one has its own paths, or no paths");
    let finding = Diagnostic::new(&codes::INVALID_DEFINITION, mark, message);
    problems.push(finding.help("remove it, and set `MergeDefinitions: true` to add routes to your definition"));
}

fn path_condition_name(api_id: &str, path: &str) -> String {
    format!("{api_id}{}PathCondition", path.replace('/', "SLASH").replace('{', "OB").replace('}', "CB"))
}

/// The name of a condition that holds when one of `conditions` does; more than one are combined in the template.
///
/// As an `Fn::Or` takes ten conditions, more are combined in several steps, with numbers behind the name.
fn combine(conditions: BTreeSet<Text>, name: &str, template: &mut Template) -> Option<Text> {
    let mut left: Vec<Text> = conditions.into_iter().collect();
    if left.len() < 2 {
        return left.pop();
    }
    let at = template.section("Conditions").map_or(Span::NOWHERE, |it| it.span);
    let section = template.sections_mut().or_insert_with("Conditions", || Map::new().into_node(at));
    let section = section.map_mut()?;
    let mut number = (left.len() - 2) / (MOST_CONDITIONS - 1);
    while left.len() > 1 {
        let step = if number > 0 { format!("{name}{number}") } else { name.to_owned() };
        number = number.saturating_sub(1);
        let rest = left.split_off(left.len().min(MOST_CONDITIONS));
        let any: Vec<Node> = left.iter().map(|it| node!(at, {"Condition": it})).collect();
        section.insert(step.clone(), node!(at, {"Fn::Or": any}));
        left = rest;
        left.push(Text::from(step));
    }
    left.pop()
}

/// Takes the implicit API away when nothing leads to it, and gives the user's resource of that name its place back.
fn remove_if_unused(kind: &ImplicitApi, written: Option<Node>, template: &mut Template) {
    let api = template.resources().get(kind.logical_id);
    let paths = api.and_then(|it| it.at(&["Properties", "DefinitionBody", "paths"])).and_then(Node::map);
    if paths.is_some_and(|it| !it.is_empty()) {
        return;
    }
    match written {
        Some(written) => {
            // The reference puts back a copy, whose keys may be in another order.
            let mut written = Deferred::new(written);
            written.copy();
            template.resources_mut().insert(kind.logical_id, written.settle())
        }
        None => template.resources_mut().remove(kind.logical_id),
    };
}
