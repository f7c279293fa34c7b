//! OpenAPI definitions of REST and HTTP APIs: the integrations of their routes, and their authorizers.
use super::Flow;
use crate::facts::types;
use crate::graph::application::{Application, End, Resource};
use crate::graph::call::{Call, arguments, pairs};
use crate::graph::drawing::Drawing;
use crate::graph::kinds;
use crate::graph::model::Manner;
use crate::sam::openapi::INTEGRATION;
use crate::syntax::{Map, Node};

pub(super) static FLOW: Flow = Flow { types: &[types::API_GATEWAY_REST_API, types::API_GATEWAY_V2_API], draw };

const ANY: &str = "x-amazon-apigateway-any-method";

fn draw<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let api = End::Own(resource.id);
    let mut bodies = resource.properties.present("Body").map(|it| application.items(it)).unwrap_or_default();
    let included = bodies.iter().find_map(|it| it.get("Fn::Transform"));
    let is_elsewhere = included.is_some() || resource.properties.present("BodyS3Location").is_some();
    let location = included.and_then(|it| it.at(&["Parameters", "Location"]));
    let file = is_elsewhere.then(|| application.definition_file(resource.id, location));
    match &file {
        Some(Ok(file)) => bodies.push(file),
        Some(Err(missing)) => drawing.leave_out(format!("the routes of `{}`, {missing}", resource.id)),
        None => (),
    }
    bodies.into_iter().for_each(|it| draw_body(&api, it, application, drawing));
}

fn draw_body<'a>(api: &End<'a>, body: &Node, application: &Application<'a>, drawing: &mut Drawing) {
    for (path, operations) in body.get("paths").and_then(Node::map).into_iter().flat_map(Map::iter) {
        for operations in application.items(operations).into_iter().filter_map(Node::map) {
            for (method, operation) in operations.iter() {
                let integration = operation.get(INTEGRATION);
                for integration in integration.into_iter().flat_map(|it| application.items(it)) {
                    integrate(api, integration, &route(method, path), application, drawing);
                }
            }
        }
    }
    let schemes = [body.get("securityDefinitions"), body.at(&["components", "securitySchemes"])];
    for scheme in schemes.into_iter().flatten().filter_map(Node::map).flat_map(Map::values) {
        authorize(api, scheme.get("x-amazon-apigateway-authorizer").unwrap_or(scheme), application, drawing);
    }
}

/// A method and a path as people write them.
fn route(method: &str, path: &str) -> String {
    match method {
        _ if path == "/$default" || path == "$default" => "any other route".to_owned(),
        ANY => format!("ANY {path}"),
        method => format!("{} {path}", method.to_ascii_uppercase()),
    }
}

/// Draws what an API calls for a route.
pub(super) fn integrate<'a>(
    api: &End<'a>,
    integration: &Node,
    route: &str,
    application: &Application<'a>,
    drawing: &mut Drawing,
) {
    // Definitions begin these names with a small letter, resources with a capital one.
    let part = |name: &str| {
        let capital = name[..1].to_ascii_uppercase() + &name[1..];
        integration.get(name).or_else(|| integration.get(&capital))
    };
    let text = |name: &str| part(name).map(|it| application.text(it)).unwrap_or_default();
    let kind = part("type").or_else(|| part("integrationType")).map(|it| application.text(it)).unwrap_or_default();
    if kind.eq_ignore_ascii_case("mock") {
        return;
    }
    // As in `SQS-SendMessage`.
    let subtype = text("integrationSubtype");
    if let Some((service, action)) = subtype.split_once('-') {
        let service = if service == "StepFunctions" { "states".to_owned() } else { service.to_ascii_lowercase() };
        let call = Call { service: &service, action, arguments: arguments(application, integration) };
        return draw_call(api, &call, route, application, drawing);
    }
    let uri = match part("uri").or_else(|| part("integrationUri")) {
        Some(uri) => application.text(uri),
        None => return,
    };
    if let Some((service, call)) = service_address(&uri) {
        let (how, what) = call.split_once('/').unwrap_or((call, ""));
        let mut arguments = arguments(application, integration);
        let (action, query) = what.split_once('&').unwrap_or((what, ""));
        arguments.extend(pairs(query));
        if how == "path" {
            // A queue or a bucket stands in the path itself.
            let name = match service {
                "sqs" => what.rsplit('/').next().unwrap_or_default(),
                _ => what.split('/').next().unwrap_or_default(),
            };
            let kind = kinds::of_service(service).unwrap_or(&kinds::SERVICE);
            let verb = if service == "s3" { access(&text("httpMethod"), &text("integrationHttpMethod")) } else { "" };
            let is_decided_late = name.is_empty() || (name.starts_with('{') && name.ends_with('}'));
            let end = if is_decided_late { None } else { application.end_of_text(name, kind) };
            let end = end.unwrap_or_else(|| End::Outside(kind, kind.title.to_owned()));
            let label = if verb.is_empty() { route.to_owned() } else { format!("{route}: {verb}") };
            return drawing.edge(api, &end, Manner::Event, label);
        }
        return draw_call(api, &Call { service, action, arguments }, route, application, drawing);
    }
    let kind = if uri.starts_with("http") { &kinds::ENDPOINT } else { &kinds::FUNCTION };
    if let Some(end) = application.end_of_text(&uri, kind) {
        drawing.edge(api, &end, Manner::Event, route);
    }
}

/// The service, and what is called there, in `arn:aws:apigateway:eu-west-1:sqs:path/…`; functions aside.
fn service_address(uri: &str) -> Option<(&str, &str)> {
    let (_, rest) = uri.split_once(":apigateway:")?;
    let (_region, rest) = rest.split_once(':')?;
    let (service, call) = rest.split_once(':')?;
    // Some services are addressed as `account.service`.
    let service = service.rsplit('.').next().unwrap_or(service);
    (service != "lambda").then_some((service, call))
}

fn access(method: &str, of_integration: &str) -> &'static str {
    let method = if of_integration.is_empty() { method } else { of_integration };
    if matches!(method, "GET" | "HEAD") { "reads" } else { "writes" }
}

fn draw_call<'a>(api: &End<'a>, call: &Call<'_>, route: &str, application: &Application<'a>, drawing: &mut Drawing) {
    for (end, manner, verb) in call.ends(application) {
        let label = if manner == Manner::Access { format!("{route}: {verb}") } else { route.to_owned() };
        drawing.edge(api, &end, Manner::Event, label);
    }
}

/// Draws who decides about requests to an API.
pub(super) fn authorize<'a>(api: &End<'a>, authorizer: &Node, application: &Application<'a>, drawing: &mut Drawing) {
    let uri = ["authorizerUri", "AuthorizerUri"].iter().find_map(|it| authorizer.get(it));
    let functions = application.ends(uri, &kinds::FUNCTION);
    drawing.edges(std::slice::from_ref(api), &functions, Manner::Event, "authorizer");
    let pools = ["providerARNs", "ProviderARNs"].iter().find_map(|it| authorizer.get(it));
    let pools = application.ends(pools, &kinds::USER_POOL);
    drawing.edges(std::slice::from_ref(api), &pools, Manner::Access, "authorizer");
    let jwt = authorizer.at(&["jwtConfiguration", "issuer"]).or_else(|| authorizer.at(&["JwtConfiguration", "Issuer"]));
    let pools = jwt.map(|it| application.own_in(&application.text(it))).unwrap_or_default();
    let pools: Vec<End<'_>> = pools.into_iter().map(End::Own).collect();
    drawing.edges(std::slice::from_ref(api), &pools, Manner::Access, "authorizer");
}
