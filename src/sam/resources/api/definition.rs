//! The definition of a REST API, with everything that the API's properties add to it.
use super::Source;
use super::editing::open;
use super::table::Cors;
use super::{auth, gateway_responses};
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::property::unknown_properties;
use crate::sam::openapi::rest::{self, RestEditor, version};
use crate::sam::s3_location;
use crate::syntax::{Map, Node, Text};
use crate::template::intrinsics;

/// The definition and the property of the API for it. `None` when there is a mistake, which is reported.
pub(super) fn definition(source: &Source<'_>, problems: &mut Problems) -> Option<(&'static str, Option<Node>)> {
    check(source, problems)?;
    let mut body = source.api.definition_body.filter(|it| it.is_truthy()).cloned();
    add_cors(source, &mut body, problems)?;
    auth::add(source, &mut body, problems)?;
    gateway_responses::add(source, &mut body, problems)?;
    add_binary_media_types(source, &mut body, problems)?;
    add_models(source, &mut body, problems)?;
    add_disabled_endpoint(source, &mut body, problems)?;
    if let Some(uri) = source.api.definition_uri.filter(|it| it.is_truthy()) {
        return Some(("BodyS3Location", Some(in_s3(uri, problems)?)));
    }
    if let Some(body) = &mut body {
        version::normalize(body, source.api.open_api_version, problems)?;
    }
    Some(("Body", body))
}

/// Refuses properties that do not go together.
fn check(source: &Source<'_>, problems: &mut Problems) -> Option<Sound> {
    let api = &source.api;
    let uri = api.definition_uri.filter(|it| it.is_truthy());
    if let (Some(uri), Some(body)) = (uri, api.definition_body.filter(|it| it.is_truthy())) {
        let message = "`DefinitionUri` and `DefinitionBody` cannot be used together";
        let finding = Diagnostic::new(&codes::CONFLICTING_PROPERTIES, uri.span, message);
        problems.push(finding.related(body.span, "`DefinitionBody`").help("keep one of them"));
        return None;
    }
    if let (Some(uri), Some(merge)) = (uri, api.merge_definitions.filter(|it| it.is_truthy())) {
        let message = "`MergeDefinitions` needs the definition in the template, not in `DefinitionUri`";
        let finding = Diagnostic::new(&codes::CONFLICTING_PROPERTIES, merge.span, message);
        problems.push(finding.related(uri.span, "the definition is outside the template").help("use `DefinitionBody`"));
        return None;
    }
    if let Some(version) = api.open_api_version.filter(|it| it.is_truthy() && !version::is_supported(it)) {
        let finding = Diagnostic::new(&codes::INVALID_VALUE, version.span, "this is not a valid OpenAPI version");
        problems.push(finding.help("write `OpenApiVersion: 3.0.1`"));
        return None;
    }
    Some(Sound)
}

fn add_cors(source: &Source<'_>, body: &mut Option<Node>, problems: &mut Problems) -> Option<Sound> {
    let Some(written) = source.api.cors.filter(|it| it.is_truthy()) else { return Some(Sound) };
    let at = written.span;
    let wildcard = crate::node!(at, "'*'");
    let cors = match written.map() {
        Some(map) if !intrinsics::is_intrinsic(written) => {
            if !unknown_properties(Cors::TABLE, map, problems) {
                return None;
            }
            rest::Cors {
                origin: if map.contains_key("AllowOrigin") { map.present("AllowOrigin") } else { Some(&wildcard) },
                headers: map.present("AllowHeaders"),
                methods: map.present("AllowMethods"),
                max_age: map.present("MaxAge"),
                credentials: map.get("AllowCredentials").and_then(Node::bool).unwrap_or_default(),
            }
        }
        _ => rest::Cors { origin: Some(written), ..rest::Cors::default() },
    };
    let mut editor = open(body, "Cors", at, problems)?;
    if cors.credentials && cors.origin.is_some_and(|it| it.is_text("'*'")) {
        let message = "browsers do not send credentials when `AllowOrigin` is `'*'`, the default";
        let finding = Diagnostic::new(&codes::INVALID_CORS, at, message);
        problems.push(finding.help("name the origin, such as `\"'https://example.com'\"`"));
        return None;
    }
    editor.add_cors(&cors, at, problems)?;
    *body = Some(editor.close());
    Some(Sound)
}

fn add_binary_media_types(source: &Source<'_>, body: &mut Option<Node>, problems: &mut Problems) -> Option<Sound> {
    let Some(types) = source.binary_media_types.as_ref().filter(|it| it.is_truthy()) else { return Some(Sound) };
    // Without a definition in the template, the property of the API has to do.
    if body.is_none() {
        return Some(Sound);
    }
    let mut editor = RestEditor::open(body.take(), types.span, problems)?;
    editor.add_binary_media_types(types);
    *body = Some(editor.close());
    Some(Sound)
}

fn add_models(source: &Source<'_>, body: &mut Option<Node>, problems: &mut Problems) -> Option<Sound> {
    let Some(models) = source.api.models.filter(|it| it.is_truthy()) else { return Some(Sound) };
    let mut editor = open(body, "Models", models.span, problems)?;
    let map = models.map().filter(|it| it.values().all(|it| it.map().is_some()));
    let Some(map) = map else {
        let message = "`Models` must be a map of schemas";
        problems.push(Diagnostic::new(&codes::WRONG_TYPE, models.span, message).value_of("Models"));
        return None;
    };
    editor.add_models(map, problems)?;
    let mut edited = editor.close();
    version::normalize(&mut edited, source.api.open_api_version, problems)?;
    *body = Some(edited);
    Some(Sound)
}

fn add_disabled_endpoint(source: &Source<'_>, body: &mut Option<Node>, problems: &mut Problems) -> Option<Sound> {
    let Some(disable) = source.api.disable_execute_api_endpoint else { return Some(Sound) };
    let mut editor = open(body, "DisableExecuteApiEndpoint", disable.span, problems)?;
    editor.add_disable_execute_api_endpoint(disable, disable.span, problems)?;
    *body = Some(editor.close());
    Some(Sound)
}

/// The place of a definition in S3.
fn in_s3(uri: &Node, problems: &mut Problems) -> Option<Node> {
    let location = match uri.text() {
        None => s3_location::read("DefinitionUri", uri, problems)?,
        Some(text) => match s3_location::parse_uri(text, uri) {
            Some(location) => location,
            None => {
                let message = format!("`DefinitionUri` is not an S3 location: `{text}`");
                let finding = Diagnostic::new(&codes::INVALID_LOCATION, uri.span, message).missing(["DefinitionUri"]);
                problems.push(finding.help("upload it with `sam package`, or write `s3://bucket/key`"));
                return None;
            }
        },
    };
    let unicode = uri.text().map(Text::is_unicode);
    let typed = |node: Node| match (unicode, node.text()) {
        (Some(unicode), Some(text)) => crate::node!(node.span, text.clone().with_unicode(unicode)),
        _ => node,
    };
    let mut map = Map::python2();
    map.insert("Bucket", typed(location.bucket));
    map.insert("Key", typed(location.key));
    if let Some(version) = location.version {
        map.insert("Version", typed(version));
    }
    Some(crate::node!(uri.span, map))
}
