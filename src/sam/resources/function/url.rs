//! A URL of the function's own, and who may call it.
use crate::cfn::Resource;
use crate::cfn::permission::Invoked;
use crate::diagnostic::{Diagnostic, Problems, codes, nearest};
use crate::facts::types;
use crate::properties;
use crate::property::Property;
use crate::property::shape::*;
use crate::sam::SamResource;
use crate::source::Span;
use crate::syntax::Node;
use crate::template::intrinsics;

properties! {
    /// Which other sites may call the URL from a browser.
    pub(super) struct Cors {
        /// Origins that may call, such as `https://example.com`.
        "AllowOrigins" => allow_origins: Option<Refined<List, ListOf<Text>>>, range(0..=100);
        /// HTTP methods that may be called.
        "AllowMethods" => allow_methods: Option<Refined<List, ListOf<Text>>>, range(0..=6);
        /// Whether cookies and credentials are sent.
        "AllowCredentials" => allow_credentials: Option<Boolean>;
        /// Headers that a request may have.
        "AllowHeaders" => allow_headers: Option<Refined<List, ListOf<Text>>>, range(0..=100);
        /// Headers of the answer that a page may see.
        "ExposeHeaders" => expose_headers: Option<Refined<List, ListOf<Text>>>, range(0..=100);
        /// Seconds for which a browser may cache the answer.
        "MaxAge" => max_age: Option<Integer>, range(0..=86_400);
    }
}

properties! {
    /// The function's URL.
    pub(super) struct UrlConfig {
        /// Who may call: `AWS_IAM` for callers that IAM allows, `NONE` for everyone.
        "AuthType" => auth_type: Text, one_of(&["AWS_IAM", "NONE"]);
        /// Which other sites may call from a browser.
        "Cors" => cors: Option<Cors<'static>>;
        /// Whether the response is streamed: `BUFFERED` or `RESPONSE_STREAM`.
        "InvokeMode" => invoke_mode: Option<Text>, one_of(&["BUFFERED", "RESPONSE_STREAM"]);
    }
}

/// Everybody may call.
const PUBLIC: &str = "NONE";
/// Only who IAM allows may call.
const IAM: &str = "AWS_IAM";

/// The URL, and the permissions that a public one needs.
pub(super) fn expand(
    config: &Node,
    invoked: &Invoked,
    resource: &SamResource<'_>,
    problems: &mut Problems,
) -> Vec<Resource> {
    if !intrinsics::is_intrinsic(config) {
        check_auth_type(config, problems);
        check_cors(config, problems);
    }
    let at = config.span;
    let attributes = resource.generated_attributes();
    let auth_type = config.get("AuthType");
    let url = Resource::new(
        resource.logical_id.append("Url"),
        types::LAMBDA_URL,
        "URL at which the function answers HTTPS requests",
        at,
    )
    .attributes(&attributes)
    .set("TargetFunctionArn", &invoked.name)
    .set("AuthType", auth_type)
    .set("Cors", config.get("Cors").filter(|it| it.is_truthy()))
    .set("InvokeMode", config.get("InvokeMode"));
    let Some(public) = auth_type.filter(|it| it.is_text(PUBLIC)) else { return vec![url] };
    let permission = |suffix: &'static str, action: &'static str, at: Span| {
        Resource::new(
            resource.logical_id.append(suffix),
            types::LAMBDA_PERMISSION,
            "permission for everyone to call the function's URL",
            at,
        )
        .attributes(&attributes)
        .set("Action", action)
        .set("FunctionName", &invoked.name)
        .set("Principal", "*")
    };
    let call =
        permission("UrlPublicPermissions", "lambda:InvokeFunctionUrl", public.span).set("FunctionUrlAuthType", public);
    let invoke = permission("URLInvokeAllowPublicAccess", "lambda:InvokeFunction", public.span)
        .set("InvokedViaFunctionUrl", true);
    vec![url, call, invoke]
}

fn check_auth_type(config: &Node, problems: &mut Problems) {
    let finding = match config.get("AuthType") {
        Some(auth_type) if intrinsics::is_intrinsic(auth_type) => return,
        Some(auth_type) if auth_type.is_text(PUBLIC) || auth_type.is_text(IAM) => return,
        Some(auth_type) => Diagnostic::new(
            &codes::INVALID_VALUE,
            auth_type.span,
            "the `AuthType` of a URL must be `AWS_IAM` or `NONE`",
        ),
        None => Diagnostic::new(&codes::MISSING_PROPERTY, config.span, "`FunctionUrlConfig` needs `AuthType`")
            .missing(["AuthType"]),
    };
    problems.push(finding.help("write `AWS_IAM` for callers that IAM allows, or `NONE` for everyone"));
}

fn check_cors(config: &Node, problems: &mut Problems) {
    let Some(cors) = config.get("Cors").filter(|it| it.is_truthy() && !intrinsics::is_intrinsic(it)) else { return };
    let Some(map) = cors.map() else {
        let message = format!("`Cors` is {}; it must be a map", cors.kind_name());
        problems.push(Diagnostic::new(&codes::WRONG_TYPE, cors.span, message).value_of("Cors"));
        return;
    };
    for (name, entry) in map.entries() {
        let Some(row) = Cors::TABLE.iter().find(|row| *name == row.name) else {
            report_unknown(name, entry.key_span, problems);
            continue;
        };
        // Stricter than `Shape::accepts`: null is a value here, and a map with one key has to be an intrinsic.
        let single = entry.value.map().is_some();
        if !intrinsics::is_intrinsic(&entry.value) && (single || !row.shape.accepts(&entry.value, row.allowed)) {
            let (found, expected) = (entry.value.kind_name(), row.shape.describe(row.allowed));
            let message = format!("`{name}` is {found}; it must be {expected}");
            problems.push(Diagnostic::new(&codes::WRONG_TYPE, entry.value.span, message).value_of(&**name));
        }
    }
}

fn report_unknown(name: &str, span: Span, problems: &mut Problems) {
    let finding = Diagnostic::new(&codes::UNKNOWN_PROPERTY, span, format!("unknown property `{name}`")).unknown();
    let names = || Cors::TABLE.iter().map(|row: &Property| row.name);
    problems.push(match nearest(name, names()) {
        Some(near) => finding.did_you_mean(span, name, near),
        None => {
            let listed: Vec<String> = names().map(|it| format!("`{it}`")).collect();
            finding.help(format!("expected one of {}", listed.join(", ")))
        }
    });
}
