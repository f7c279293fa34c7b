//! Completing the definition of an HTTP API with what its properties say.
use super::{CREATED_BY, HttpApi};
use crate::cfn::Context;
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::sam::SamResource;
use crate::sam::openapi::http::authorizer::SecurityScheme;
use crate::sam::openapi::http::{self, CorsConfiguration, DEFAULT_ROUTE, HttpEditor};
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node};
use crate::template::intrinsics;

/// A completed definition.
pub(super) struct Completed {
    /// `None` when the API has no inline definition.
    pub body: Option<Node>,
    /// The API's tags with that of SAM, as far as it has any.
    pub tags: Option<Map>,
}

/// Completes the inline definition. `None` when something is wrong, which is reported.
pub(super) fn complete(
    api: &HttpApi<'_>,
    schemes: &[SecurityScheme],
    resource: &SamResource<'_>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Completed> {
    let written_tags = api.tags.and_then(Node::map);
    let cors = api.cors.map(|it| context.parameters.resolve(it, problems)).filter(Node::is_truthy);
    let Some(body) = api.definition_body.filter(|it| it.is_truthy()) else {
        only_with_body(api, cors.as_ref(), problems)?;
        return Some(Completed { body: None, tags: written_tags.cloned() });
    };
    let mut body = body.clone();
    if api.definition_uri.is_some_and(Node::is_truthy) {
        return Some(Completed { body: Some(body), tags: None });
    }
    if let Some(cors) = &cors {
        body = add_cors(cors, api.cors.map_or(cors.span, |it| it.span), body, problems)?;
    }
    if let Some(auth) = api.auth.filter(|it| it.is_truthy()) {
        let mut editor = HttpEditor::open(body, problems)?;
        editor.add_security_schemes(schemes, problems)?;
        if let Some(default) = auth.map().and_then(|it| it.truthy("DefaultAuthorizer")) {
            editor.set_default_authorizers(default, schemes, problems)?;
        }
        body = editor.close();
    }
    let mut tags = written_tags.cloned();
    if written_tags.is_some_and(|it| !it.is_empty()) || http::is_valid(Some(&body)) {
        let mut editor = HttpEditor::open(body, problems)?;
        let all = tags.get_or_insert_default();
        all.insert(CREATED_BY, "SAM".into_node(resource.span));
        editor.add_tags(all, problems)?;
        body = editor.close();
    }
    if let Some(disabled) = api.disable_execute_api_endpoint {
        let mut editor = HttpEditor::open(body, problems)?;
        editor.set_endpoint(disabled, problems)?;
        body = editor.close();
    }
    if let Some(name) = api.name.filter(|it| it.is_truthy()) {
        let title = info(&body, "title", problems)?;
        if title != Some(&http::default_title(name.span)) {
            report_info_taken("Name", "title", name.span, title, problems);
            return None;
        }
        body = set_info(body, "title", name, problems)?;
    }
    if let Some(description) = api.description.filter(|it| it.is_truthy()) {
        if let Some(taken) = info(&body, "description", problems)?.filter(|it| it.is_truthy()) {
            report_info_taken("Description", "description", description.span, Some(taken), problems);
            return None;
        }
        body = set_info(body, "description", description, problems)?;
    }
    if api.fail_on_warnings.is_some_and(Node::is_truthy) {
        rename_default_path(&mut body);
    }
    Some(Completed { body: Some(body), tags })
}

/// Says that an API has two definitions or none.
pub(super) fn report_choice(both: bool, at: Span, problems: &mut Problems) {
    let finding = if both {
        let message = "`DefinitionBody` and `DefinitionUri` cannot be used together";
        Diagnostic::new(&codes::CONFLICTING_PROPERTIES, at, message)
    } else {
        let finding = Diagnostic::new(&codes::MISSING_PROPERTY, at, "the API has no definition");
        finding.missing(["DefinitionBody", "DefinitionUri"])
    };
    problems.push(finding.help("set either `DefinitionBody` or `DefinitionUri`"));
}

/// Refuses properties that SAM writes into an inline definition, where there is none.
fn only_with_body(api: &HttpApi<'_>, cors: Option<&Node>, problems: &mut Problems) -> Option<Sound> {
    let properties = [
        ("CorsConfiguration", cors),
        ("Auth", api.auth.filter(|it| it.is_truthy())),
        ("Tags", api.tags.filter(|it| it.is_truthy())),
        ("DisableExecuteApiEndpoint", api.disable_execute_api_endpoint),
        ("Name", api.name.filter(|it| it.is_truthy())),
        ("Description", api.description.filter(|it| it.is_truthy())),
    ];
    let (name, value) = properties.into_iter().find_map(|(name, value)| value.map(|it| (name, it))).unzip();
    let (Some(name), Some(value)): (Option<&str>, Option<&Node>) = (name, value) else { return Some(Sound) };
    let message = format!("`{name}` needs an inline `DefinitionBody`");
    let finding = Diagnostic::new(&codes::CONFLICTING_PROPERTIES, value.span, message);
    problems.push(finding.help("write the definition in the template, or set this in the file"));
    None
}

fn add_cors(cors: &Node, at: Span, body: Node, problems: &mut Problems) -> Option<Node> {
    let all = match (cors.map(), cors.bool()) {
        // `true` stands for every origin.
        (None, Some(_)) => Map::from_iter([("AllowOrigins", vec!["*".into_node(at)].into_node(at))]),
        (Some(_), _) if intrinsics::is_intrinsic(cors) => Map::from_iter([("AllowOrigins", cors.clone())]),
        (Some(map), _) => map.clone(),
        (None, None) => {
            let message = format!("`CorsConfiguration` is {}; it must be `true` or a map", cors.kind_name());
            problems.push(Diagnostic::new(&codes::WRONG_TYPE, at, message).value_of("CorsConfiguration"));
            return None;
        }
    };
    let cors = CorsConfiguration::read(&all, at, problems)?;
    let mut editor = HttpEditor::open(body, problems)?;
    let everyone = cors.allow_origins.is_some_and(|it| it.list().is_some_and(|it| it.len() == 1 && it[0].is_text("*")));
    if let Some(credentials) = cors.allow_credentials.filter(|it| everyone && it.bool() == Some(true)) {
        let message = "`AllowCredentials` cannot be `true` when every origin is allowed";
        let finding = Diagnostic::new(&codes::CONFLICTING_PROPERTIES, credentials.span, message);
        problems.push(finding.help("list the origins under `AllowOrigins` instead of `*`"));
        return None;
    }
    editor.add_cors(&cors, at, problems)?;
    Some(editor.close())
}

/// The value of a key of the section `info`. `None` when that is no map, which is reported.
fn info<'a>(body: &'a Node, key: &str, problems: &mut Problems) -> Option<Option<&'a Node>> {
    let Some(info) = body.get("info") else { return Some(None) };
    let Some(map) = info.map() else {
        let message = format!("`info` is {}; it must be a map", info.kind_name());
        problems.push(Diagnostic::new(&codes::INVALID_DEFINITION, info.span, message));
        return None;
    };
    Some(map.get(key))
}

fn set_info(body: Node, key: &'static str, value: &Node, problems: &mut Problems) -> Option<Node> {
    let mut editor = HttpEditor::open(body, problems)?;
    editor.set_info(key, value);
    Some(editor.close())
}

fn report_info_taken(property: &str, key: &str, span: Span, taken: Option<&Node>, problems: &mut Problems) {
    let message = format!("`{property}` cannot be used with the `{key}` of the definition");
    let finding = Diagnostic::new(&codes::CONFLICTING_PROPERTIES, span, message);
    let finding = match taken {
        Some(taken) => finding.related(taken.span, "the definition sets it here"),
        None => finding,
    };
    problems.push(finding.help(format!("remove one of them; `{property}` is for definitions that SAM generates")));
}

/// API Gateway warns of a path `$default`, and so refuses it where warnings count; `/$default` it takes.
fn rename_default_path(body: &mut Node) {
    let paths = body.map_mut().and_then(|it| it.get_mut("paths")).and_then(Node::map_mut);
    let Some(paths) = paths else { return };
    if let Some(item) = paths.remove(DEFAULT_ROUTE) {
        paths.insert(format!("/{DEFAULT_ROUTE}"), item);
    }
}
