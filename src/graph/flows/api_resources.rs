//! Routes and authorizers of APIs that are resources of their own, not parts of a definition.
use super::Flow;
use super::api_definitions::{authorize, integrate};
use crate::facts::types;
use crate::graph::application::{Application, End, Resource, id_in, placeholders};
use crate::graph::drawing::Drawing;
use crate::graph::kinds;
use crate::syntax::Node;

pub(super) static METHODS: Flow = Flow { types: &["AWS::ApiGateway::Method"], draw: draw_method };
pub(super) static ROUTES: Flow = Flow { types: &[types::API_GATEWAY_V2_ROUTE], draw: draw_route };
pub(super) static AUTHORIZERS: Flow =
    Flow { types: &["AWS::ApiGateway::Authorizer", types::API_GATEWAY_V2_AUTHORIZER], draw: draw_authorizer };

/// Most parts of a path; more means that resources go around.
const MOST_PARTS: usize = 50;

fn draw_method<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let Some(integration) = resource.properties.present("Integration") else { return };
    let method = resource.properties.present("HttpMethod").map(|it| application.text(it)).unwrap_or_default();
    let route = format!("{method} {}", path(resource, application));
    for api in application.ends(resource.properties.present("RestApiId"), &kinds::REST_API) {
        integrate(&api, integration, &route, application, drawing);
    }
}

/// The path of a method: the parts of its resource and of all above that.
fn path(method: &Resource<'_>, application: &Application<'_>) -> String {
    let mut parts = Vec::new();
    let mut above = method.properties.present("ResourceId");
    for _ in 0..MOST_PARTS {
        let Some(resource) = above.and_then(|it| referenced(it, application)) else { break };
        if resource.type_name != types::API_GATEWAY_RESOURCE {
            break;
        }
        parts.push(resource.properties.present("PathPart").map(|it| application.text(it)).unwrap_or_default());
        above = resource.properties.present("ParentId");
    }
    parts.reverse();
    format!("/{}", parts.join("/"))
}

fn draw_route<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let Some(integration) = resource.properties.present("Target").and_then(|it| referenced(it, application)) else {
        return;
    };
    let route = resource.properties.present("RouteKey").map(|it| application.text(it)).unwrap_or_default();
    let route = if route == "$default" { "any other route".to_owned() } else { route };
    let Some(integration) = application.whole(integration.id).and_then(|it| it.get("Properties")) else { return };
    for api in application.ends(resource.properties.present("ApiId"), &kinds::HTTP_API) {
        integrate(&api, integration, &route, application, drawing);
    }
}

fn draw_authorizer<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let api = ["RestApiId", "ApiId"].iter().find_map(|it| resource.properties.present(it));
    let Some(properties) = application.whole(resource.id).and_then(|it| it.get("Properties")) else { return };
    for api in application.ends(api, &kinds::REST_API) {
        if matches!(api, End::Own(_)) {
            authorize(&api, properties, application, drawing);
        }
    }
}

/// The resource that a value refers to, of whatever type.
fn referenced<'a>(value: &Node, application: &Application<'a>) -> Option<Resource<'a>> {
    let text = application.text(value);
    let (name, _) = *placeholders(&text).first()?;
    application.resource(id_in(name))
}
