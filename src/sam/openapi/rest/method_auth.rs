//! `Auth` of an event: who may call one method, beside what the API says for all of them.
use super::RestEditor;
use super::authorizers::AWS_IAM;
use super::security::NO_AUTHORIZER;
use crate::diagnostic::{Diagnostic, Problems, Sound, codes, listed};
use crate::source::Span;
use crate::syntax::{Map, Node, Text};

/// What guards one method.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MethodAuth<'a> {
    pub path: &'a Text,
    /// The method, in lower case.
    pub method: &'a Text,
    /// `Auth` of the event.
    pub auth: &'a Map,
    /// `Auth` of the API, with parameters resolved.
    pub api_auth: Option<&'a Map>,
    pub api_id: &'a str,
    /// The name of the stage, for resource policies.
    pub stage: &'a Node,
}

/// Writes the `Auth` of an event into a definition. `None` when there is a mistake, which is reported.
pub(crate) fn apply(
    editor: &mut RestEditor,
    method: &MethodAuth<'_>,
    at: Span,
    problems: &mut Problems,
) -> Option<Sound> {
    let MethodAuth { path, method: name, auth, stage, .. } = method;
    let authorizer = auth.truthy("Authorizer");
    let authorizer = match authorizer {
        Some(written) => Some(check_authorizer(method, written, problems)?),
        None => None,
    };
    check_scopes(auth, problems)?;
    let key = auth.present("ApiKeyRequired");
    check_key(method, key, problems)?;
    if let Some(authorizer) = authorizer {
        let scopes = scopes(method, authorizer, problems)?;
        editor.add_authorizer_to_method(path, name, authorizer, scopes, at, problems)?;
    }
    match key {
        None => Sound,
        Some(key) if key.is_truthy() => editor.require_api_key(path, name, at, problems)?,
        Some(_) => editor.refuse_api_key(path, name, at, problems)?,
    };
    let Some(policy) = auth.truthy("ResourcePolicy") else { return Some(Sound) };
    let Some(map) = policy.map() else {
        wrong_type("ResourcePolicy", policy, "a map", problems);
        return None;
    };
    editor.add_resource_policy(map, std::slice::from_ref(*path), stage, at, problems)?;
    if let Some(statements) = map.truthy("CustomStatements") {
        editor.add_custom_statements(statements, at, problems)?;
    }
    Some(Sound)
}

/// The map `Authorizers` of the API, when it is not empty. `None` when it is something else, which is reported.
fn api_authorizers<'a>(method: &MethodAuth<'a>, problems: &mut Problems) -> Option<Option<&'a Map>> {
    let Some(written) = method.api_auth.and_then(|it| it.truthy("Authorizers")) else { return Some(None) };
    if written.map().is_none() {
        let message = format!("`Authorizers` is {}; it must be a map", written.kind_name());
        problems.push(
            Diagnostic::new(&codes::WRONG_TYPE, written.span, message).value_of("Authorizers").resource(method.api_id),
        );
        return None;
    }
    Some(written.map())
}

/// The name of an authorizer that the API has, or that needs no definition.
fn check_authorizer<'a>(method: &MethodAuth<'a>, written: &'a Node, problems: &mut Problems) -> Option<&'a Text> {
    let authorizers = api_authorizers(method, problems)?;
    let Some(name) = written.text() else {
        wrong_type("Authorizer", written, "the name of an authorizer of the API", problems);
        return None;
    };
    if *name == AWS_IAM {
        return Some(name);
    }
    if *name == NO_AUTHORIZER {
        if method.api_auth.is_some_and(|it| it.truthy("DefaultAuthorizer").is_some()) {
            return Some(name);
        }
        let message = "`Authorizer` is `NONE`, but the API has no `DefaultAuthorizer` to opt out of";
        problems.push(Diagnostic::new(&codes::UNKNOWN_AUTHORIZER, written.span, message).help("remove it"));
        return None;
    }
    if authorizers.is_some_and(|it| it.truthy(name).is_some()) {
        return Some(name);
    }
    let message = format!("the API has no authorizer `{name}`");
    let finding = Diagnostic::new(&codes::UNKNOWN_AUTHORIZER, written.span, message);
    let known = authorizers.filter(|it| !it.is_empty());
    problems.push(match known {
        Some(known) => finding.help(format!("its authorizers are {}", listed(known.keys().map(|it| &**it)))),
        None => finding.help("define it under `Auth.Authorizers` of the API"),
    });
    None
}

fn check_scopes(auth: &Map, problems: &mut Problems) -> Option<Sound> {
    let Some(scopes) = auth.truthy("AuthorizationScopes") else { return Some(Sound) };
    if scopes.list().is_none() {
        wrong_type("AuthorizationScopes", scopes, "a list", problems);
        return None;
    }
    if auth.truthy("Authorizer").is_none() {
        let message = "`AuthorizationScopes` needs an `Authorizer`";
        problems.push(Diagnostic::new(&codes::MISSING_PROPERTY, scopes.span, message).missing(["Authorizer"]));
        return None;
    }
    Some(Sound)
}

/// Only where all methods need a key can one go without.
fn check_key(method: &MethodAuth<'_>, key: Option<&Node>, problems: &mut Problems) -> Option<Sound> {
    let Some(key) = key.filter(|it| !it.is_truthy()) else { return Some(Sound) };
    if method.api_auth.is_some_and(|it| it.truthy("ApiKeyRequired").is_some()) {
        return Some(Sound);
    }
    let message = "`ApiKeyRequired` is false, but the API does not require keys";
    problems.push(Diagnostic::new(&codes::CONFLICTING_PROPERTIES, key.span, message).help("remove it"));
    None
}

/// The scopes of the method, else those of the authorizer.
fn scopes<'a>(method: &MethodAuth<'a>, authorizer: &Text, problems: &mut Problems) -> Option<Option<&'a Node>> {
    let authorizers = api_authorizers(method, problems)?;
    let Some(written) = authorizers.and_then(|it| it.present(authorizer)) else { return Some(None) };
    if *authorizer == NO_AUTHORIZER {
        return Some(None);
    }
    let Some(map) = written.map() else {
        let message = format!("authorizer `{authorizer}` is {}; it must be a map", written.kind_name());
        problems.push(Diagnostic::new(&codes::WRONG_TYPE, written.span, message).resource(method.api_id));
        return None;
    };
    Some(method.auth.present("AuthorizationScopes").or(map.present("AuthorizationScopes")))
}

fn wrong_type(name: &str, value: &Node, expected: &str, problems: &mut Problems) {
    let message = format!("`{name}` is {}; it must be {expected}", value.kind_name());
    problems.push(Diagnostic::new(&codes::WRONG_TYPE, value.span, message).value_of(name));
}
