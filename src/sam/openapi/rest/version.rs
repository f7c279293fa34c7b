//! Versions of OpenAPI, and bringing a definition made for Swagger 2 into the form of OpenAPI 3.
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::python;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node};

/// What Swagger 2 has under a key of its own, and OpenAPI 3 under a key of `components`.
const MOVED: [(&str, &str); 2] = [("securityDefinitions", "securitySchemes"), ("definitions", "schemas")];

/// Whether a value is the number of a version of OpenAPI 3, such as `3.0.1`.
pub(crate) fn is_version_3(version: &Node) -> bool {
    is_version(version, &["3"])
}

/// Whether a value can stand under `OpenApiVersion`.
pub(crate) fn is_supported(version: &Node) -> bool {
    is_version(version, &["2", "3"])
}

/// Whether a value is one of these numbers with one or two digits behind it, each after a dot.
fn is_version(version: &Node, major: &[&str]) -> bool {
    let printed = python::print(version);
    let printed = printed.strip_suffix('\n').unwrap_or(&printed);
    let mut parts = printed.split('.');
    let is_digit = |it: &str| {
        let mut chars = it.chars();
        chars.next().is_some_and(char::is_numeric) && chars.next().is_none()
    };
    parts.next().is_some_and(|it| major.contains(&it))
        && parts.next().is_some_and(is_digit)
        && parts.next().is_none_or(is_digit)
        && parts.next().is_none()
}

/// Brings an OpenAPI 3 definition into its form: what was written or generated as in Swagger 2 is moved.
///
/// `version` is the API's `OpenApiVersion`. `None` when the definition does not allow it, which is reported.
pub(crate) fn normalize(definition: &mut Node, version: Option<&Node>, problems: &mut Problems) -> Option<Sound> {
    let Some(map) = definition.map_mut() else { return Some(Sound) };
    if map.present("swagger").is_some() {
        return Some(Sound);
    }
    let version = version.or(map.present("openapi"));
    if !version.is_some_and(|it| it.is_truthy() && is_version_3(it)) {
        return Some(Sound);
    }
    for (from, to) in MOVED {
        move_into_components(map, from, to, problems)?;
    }
    let Some(paths) = map.get_mut("paths").filter(|it| it.is_truthy()) else { return Some(Sound) };
    let span = paths.span;
    let Some(paths) = paths.map_mut() else { return invalid(span, "`paths` must be a map".to_owned(), problems) };
    for (path, item) in paths.iter_mut() {
        let span = item.span;
        let Some(item) = item.map_mut() else {
            return invalid(span, format!("the value of path `{path}` must be a map"), problems);
        };
        let Some(options) = item.get_mut("options").filter(|it| it.is_truthy()) else { continue };
        let span = options.span;
        let Some(options) = options.map_mut() else {
            return invalid(span, format!("the value of method `options` of path `{path}` must be a map"), problems);
        };
        normalize_options(options, path, problems)?;
    }
    Some(Sound)
}

fn move_into_components(map: &mut Map, from: &str, to: &'static str, problems: &mut Problems) -> Option<Sound> {
    let Some(moved) = map.truthy(from).cloned() else { return Some(Sound) };
    let mut components = match map.truthy("components") {
        Some(components) => components.clone(),
        None => Map::python2().into_node(moved.span),
    };
    let span = components.span;
    let Some(inside) = components.map_mut() else {
        return invalid(span, "`components` must be a map".to_owned(), problems);
    };
    inside.insert(to, moved);
    map.insert("components", components);
    map.remove(from);
    Some(Sound)
}

/// The method `options`, which answers the preflight requests of browsers: headers have a schema.
fn normalize_options(options: &mut Map, path: &str, problems: &mut Problems) -> Option<Sound> {
    options.remove("produces");
    options.remove("consumes");
    let Some(responses) = options.get_mut("responses").filter(|it| !it.is_null()) else { return Some(Sound) };
    let mut place = responses;
    for key in ["200", "headers"] {
        let span = place.span;
        let Some(map) = place.map_mut() else {
            return invalid(span, format!("the responses of method `options` of path `{path}` must be maps"), problems);
        };
        match map.get_mut(key).filter(|it| !it.is_null()) {
            Some(next) => place = next,
            None => return Some(Sound),
        }
    }
    if !place.is_truthy() {
        return Some(Sound);
    }
    let span = place.span;
    let Some(headers) = place.map_mut() else {
        return invalid(span, format!("the headers of method `options` of path `{path}` must be a map"), problems);
    };
    for (_, header) in headers.iter_mut() {
        let mut schema = Map::python2();
        schema.insert("schema", header.clone());
        *header = schema.into_node(header.span);
    }
    Some(Sound)
}

fn invalid(span: Span, message: String, problems: &mut Problems) -> Option<Sound> {
    problems.push(Diagnostic::new(&codes::INVALID_DEFINITION, span, message));
    None
}
