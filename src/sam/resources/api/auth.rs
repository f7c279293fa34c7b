//! `Auth` of a REST API: authorizers, API keys and the resource policy.
use super::table::Auth;
use super::{Source, editing};
use crate::cfn::Resource;
use crate::diagnostic::{Diagnostic, Problems, Sound, codes, listed};
use crate::facts::types;
use crate::node;
use crate::property::unknown_properties;
use crate::sam::openapi::rest::{Authorizers, RestEditor, version};
use crate::source::Span;
use crate::syntax::{Map, Node};

/// Writes `Auth` into the definition. `None` when there is a mistake, which is reported.
pub(super) fn add(source: &Source<'_>, body: &mut Option<Node>, problems: &mut Problems) -> Option<Sound> {
    let Some(written) = &source.auth else { return Some(Sound) };
    let at = written.span;
    let Some(auth) = written.map() else {
        let message = format!("`Auth` is {}; it must be a map", written.kind_name());
        problems.push(Diagnostic::new(&codes::WRONG_TYPE, at, message).value_of("Auth"));
        return None;
    };
    if !unknown_properties(Auth::TABLE, auth, problems) {
        return None;
    }
    let mut editor = editing::open(body, "Auth", at, problems)?;
    let default = auth.get("DefaultAuthorizer");
    let authorizers = Authorizers::read(auth.get("Authorizers"), default, problems)?;
    if !authorizers.is_empty() {
        editor.add_authorizers(&authorizers, source.context.partition, at, problems)?;
        set_default_authorizer(&mut editor, auth, &authorizers, at, problems)?;
    }
    if auth.truthy("ApiKeyRequired").is_some() {
        editor.define_api_key(at, problems)?;
        editor.set_default_api_key(flag(auth, "AddApiKeyRequiredToCorsPreflight"), at, problems)?;
    }
    if let Some(policy) = auth.truthy("ResourcePolicy") {
        add_resource_policy(source, &mut editor, policy, at, problems)?;
    }
    let mut edited = editor.close();
    version::normalize(&mut edited, source.api.open_api_version, problems)?;
    *body = Some(edited);
    Some(Sound)
}

/// Whether a property is set, which it is when it is left out.
fn flag(auth: &Map, name: &str) -> bool {
    auth.get(name).is_none_or(Node::is_truthy)
}

fn set_default_authorizer(
    editor: &mut RestEditor,
    auth: &Map,
    authorizers: &Authorizers<'_>,
    at: Span,
    problems: &mut Problems,
) -> Option<Sound> {
    let Some(default) = auth.truthy("DefaultAuthorizer") else { return Some(Sound) };
    let Some(name) = default.text() else {
        let message = format!("`DefaultAuthorizer` is {}; it must be a string", default.kind_name());
        problems.push(Diagnostic::new(&codes::WRONG_TYPE, default.span, message).value_of("DefaultAuthorizer"));
        return None;
    };
    if authorizers.get(name).is_none() {
        let finding =
            Diagnostic::new(&codes::UNKNOWN_AUTHORIZER, default.span, format!("the API has no authorizer `{name}`"));
        let known = listed(authorizers.iter().map(|it| &**it.name));
        problems.push(finding.help(format!("its authorizers are {known}")));
        return None;
    }
    editor.set_default_authorizer(name, authorizers, flag(auth, "AddDefaultAuthorizerToCorsPreflight"), at, problems)
}

fn add_resource_policy(
    source: &Source<'_>,
    editor: &mut RestEditor,
    policy: &Node,
    at: Span,
    problems: &mut Problems,
) -> Option<Sound> {
    let Some(map) = policy.map() else {
        let message = format!("`ResourcePolicy` is {}; it must be a map", policy.kind_name());
        problems.push(Diagnostic::new(&codes::WRONG_TYPE, policy.span, message).value_of("ResourcePolicy"));
        return None;
    };
    let paths: Vec<_> = editor.paths().keys().cloned().collect();
    editor.add_resource_policy(map, &paths, source.api.stage_name, at, problems)?;
    if let Some(statements) = map.truthy("CustomStatements") {
        editor.add_custom_statements(statements, at, problems)?;
    }
    Some(Sound)
}

/// Permissions for API Gateway to call the functions that are authorizers.
pub(super) fn permissions(source: &Source<'_>, problems: &mut Problems) -> Option<Vec<Resource>> {
    let Some(auth) = source.auth.as_ref().and_then(Node::map) else { return Some(Vec::new()) };
    let authorizers = Authorizers::read(auth.get("Authorizers"), None, problems)?;
    let mut permissions = Vec::new();
    for authorizer in authorizers.iter() {
        let Some(function) = authorizer.permitted_function() else { continue };
        let at = function.span;
        let id = source.resource.logical_id.append(authorizer.name).append("AuthorizerPermission");
        let arn = format!(
            "arn:{}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{__ApiId__}}/authorizers/*",
            source.context.partition
        );
        let api = node!(at, {"Ref": (source.resource.logical_id)});
        let permission =
            Resource::new(id, types::LAMBDA_PERMISSION, "permission for API Gateway to invoke the authorizer", at)
                .attributes(&source.attributes)
                .set("Action", "lambda:InvokeFunction")
                .set("FunctionName", function)
                .set("Principal", "apigateway.amazonaws.com")
                .set("SourceArn", node!(at, {"Fn::Sub": [arn, {"__ApiId__": api}]}));
        permissions.push(permission);
    }
    Some(permissions)
}
