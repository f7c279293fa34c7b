//! What roles and policies allow functions, state machines and containers to do.
use super::Flow;
use crate::facts::types;
use crate::graph::actions;
use crate::graph::application::{Application, End, Resource, id_in, placeholders};
use crate::graph::drawing::Drawing;
use crate::graph::kinds::{self, Family};
use crate::graph::model::Manner;
use crate::syntax::Node;

pub(super) static ROLES: Flow = Flow { types: &[types::IAM_ROLE], draw: draw_role };
pub(super) static POLICIES: Flow =
    Flow { types: &[types::IAM_POLICY, types::IAM_MANAGED_POLICY, types::IAM_ROLE_POLICY], draw: draw_policy };

fn draw_role<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let holders = application.holders(resource.id);
    if holders.is_empty() {
        return;
    }
    for policy in resource.properties.present("Policies").into_iter().flat_map(|it| application.items(it)) {
        draw_document(policy.get("PolicyDocument"), holders, application, drawing);
    }
    for policy in resource.properties.present("ManagedPolicyArns").into_iter().flat_map(|it| application.items(it)) {
        let text = application.text(policy);
        let own = placeholders(&text).first().and_then(|(name, _)| application.resource(id_in(name)));
        if let Some(own) = own.filter(|it| it.type_name == types::IAM_MANAGED_POLICY) {
            draw_document(own.properties.present("PolicyDocument"), holders, application, drawing);
        }
    }
}

fn draw_policy<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let roles = ["Roles", "RoleName"].iter().filter_map(|it| resource.properties.present(it));
    for role in roles.flat_map(|it| application.items(it)) {
        let text = application.text(role);
        if let Some((name, _)) = placeholders(&text).first() {
            let holders = application.holders(id_in(name));
            draw_document(resource.properties.present("PolicyDocument"), holders, application, drawing);
        }
    }
}

fn draw_document<'a>(
    document: Option<&Node>,
    holders: &[&'a str],
    application: &Application<'a>,
    drawing: &mut Drawing,
) {
    let statements = document.and_then(|it| it.get("Statement")).into_iter();
    for statement in statements.flat_map(|it| application.items(it)) {
        if drawing.is_full() {
            return;
        }
        if statement.get("Effect").is_some_and(|it| it.is_text("Allow")) {
            let allowed = statement.get("Action").into_iter().flat_map(|it| application.items(it));
            let allowed: Vec<String> = allowed.map(|it| application.text(it)).collect();
            let ends = application.ends(statement.get("Resource"), &kinds::OTHER);
            for holder in holders {
                draw_allowed(&allowed, &ends, &End::Own(holder), application, drawing);
            }
        }
    }
}

/// Draws that `holder` may do what actions do with `ends`.
fn draw_allowed<'a>(
    allowed: &[String],
    ends: &[End<'a>],
    holder: &End<'a>,
    application: &Application<'a>,
    drawing: &mut Drawing,
) {
    for pattern in allowed {
        let (service, pattern) = pattern.split_once(':').unwrap_or(("*", pattern));
        let service = actions::service(service);
        if let Some(kind) = kinds::of_service(service).filter(|it| actions::is_whole(it)) {
            let end = End::Outside(kind, kind.title.to_owned());
            for action in actions::of(service, pattern) {
                draw_access(holder, &end, action.manner, action.verb, application, drawing);
            }
            continue;
        }
        for end in ends {
            if drawing.is_full() {
                return;
            }
            let kind = application.kind_of_end(end);
            if end == holder || (service != "*" && service != kind.service() && *kind != kinds::NESTED) {
                continue;
            }
            for action in actions::of(if service == "*" { kind.service() } else { service }, pattern) {
                draw_access(holder, end, action.manner, action.verb, application, drawing);
            }
        }
    }
}

fn draw_access<'a>(
    holder: &End<'a>,
    end: &End<'a>,
    manner: Manner,
    verb: &str,
    application: &Application<'a>,
    drawing: &mut Drawing,
) {
    // What polls a queue or a stream must be allowed to read it.
    let is_polled = matches!(application.kind_of_end(end).family, Family::Queue | Family::Stream);
    if manner == Manner::Access && is_polled && drawing.has(end, holder, &[Manner::Event]) {
        return;
    }
    // What is sent on failure or on success must be allowed as well; and what a definition says, a policy repeats.
    if drawing.is_told(holder, end, manner) {
        return;
    }
    drawing.edge(holder, end, manner, verb);
}
