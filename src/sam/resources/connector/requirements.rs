//! What a connection needs before anything can be generated for it, and what is said when that is not there.
use super::connection::{Connection, Variable};
use super::end::End;
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::facts::connector_profiles::{self, Profile, Role, Side, connected_type};
use crate::python::json::spaced_json;
use crate::syntax::Node;

impl Connection<'_> {
    pub(super) fn report_unsupported(&self, problems: &mut Problems) {
        let [source, destination] = self.ends.each_ref().map(|it| &*it.type_name);
        let message = format!("there is no connector from `{source}` to `{destination}`");
        let finding = Diagnostic::new(&codes::UNSUPPORTED_CONNECTION, self.ends[1].span, message)
            .related(self.ends[0].span, "the source");
        let destinations: Vec<String> =
            connector_profiles::pairs().filter(|it| it.0 == source).map(|it| format!("`{}`", it.1)).collect();
        problems.push(if connector_profiles::find(destination, source).is_some() {
            finding.help("swap `Source` and `Destination`: there is one in the other direction")
        } else if destinations.is_empty() {
            finding.help(format!("an `{source}` cannot be the source of a connector; grant the access with a policy"))
        } else {
            finding.help(format!("connect `{source}` to {}", destinations.join(", ")))
        });
    }

    pub(super) fn check_permissions(&self, profile: &Profile, problems: &mut Problems) -> Option<Sound> {
        let [source, destination] = self.ends.each_ref().map(|it| &it.type_name);
        let possible: Vec<String> = profile.permissions.iter().map(|it| format!("`{}`", it.name)).collect();
        let possible = possible.join(" or ");
        let combinations: Vec<String> =
            profile.combinations.iter().map(|it| format!("`[{}]`", it.join(", "))).collect();
        let help = match combinations.as_slice() {
            [] => format!("write {possible}"),
            _ => format!("write {}", combinations.join(" or ")),
        };
        if self.permissions.is_empty() {
            problems.push(
                Diagnostic::new(&codes::MISSING_PROPERTY, self.asked, "`Permissions` is an empty list")
                    .missing(["Permissions"])
                    .help(help),
            );
            return None;
        }
        let unknown = self.permissions.iter().filter(|(name, _)| profile.permission(name).is_none());
        let mut names: Vec<&str> = self.permissions.iter().map(|(name, _)| &**name).collect();
        names.sort_unstable();
        let before = problems.error_count();
        for (name, span) in unknown {
            let message = format!("a connector from `{source}` to `{destination}` cannot have the permission `{name}`");
            problems.push(Diagnostic::new(&codes::INVALID_VALUE, *span, message).help(help.clone()));
        }
        if problems.error_count() > before {
            return None;
        }
        if !profile.combinations.is_empty() && !profile.combinations.iter().any(|it| *it == names) {
            let message = format!("a connector from `{source}` to `{destination}` needs other permissions as well");
            problems.push(Diagnostic::new(&codes::INVALID_VALUE, self.asked, message).help(help));
            return None;
        }
        Some(Sound)
    }

    /// Whether everything is known that the profile uses, also for permissions that are not asked for.
    pub(super) fn check_variables(&self, profile: &Profile, problems: &mut Problems) -> Option<Sound> {
        let statements = profile.permissions.iter().flat_map(|it| &it.statements);
        let texts: Vec<&String> =
            statements.flat_map(|it| it.resources.iter().chain(&it.source).chain(&it.account)).collect();
        let [source, destination] = self.ends.each_ref().map(|it| &it.type_name);
        let mut complete = Some(Sound);
        for variable in self.variables().filter(|it| texts.iter().any(|text| text.contains(&it.text()))) {
            let Variable { end, property, .. } = variable;
            match variable.value {
                None => {
                    let side = end.side.property();
                    let message = format!(
                        "a connector from `{source}` to `{destination}` needs the `{property}` of its `{side}`"
                    );
                    let finding = Diagnostic::new(&codes::MISSING_PROPERTY, end.span, message).missing([property]);
                    problems.push(finding.help(format!(
                        "add `{property}:` to `{side}`, or name a resource of this template by `Id` only"
                    )));
                    complete = None;
                }
                Some(value) if has_placeholder(&spaced_json(value)) => {
                    let finding =
                        Diagnostic::new(&codes::INVALID_VALUE, value.span, "connectors treat `%{…}` as a variable");
                    problems.push(finding.help("write a name or an ARN without `%{…}`"));
                    complete = None;
                }
                Some(_) => (),
            }
        }
        complete
    }

    /// A reference to the role of one side.
    pub(super) fn role(&self, side: Side, problems: &mut Problems) -> Option<&Node> {
        let end = match side {
            Side::Source => &self.ends[0],
            Side::Destination => &self.ends[1],
        };
        let role = end.role_name.as_ref().filter(|it| it.is_truthy());
        if role.is_none() {
            report_missing_role(end, problems);
        }
        role
    }

    /// What a generated policy or permission calls the destination.
    pub(super) fn target(&self, property: &str, problems: &mut Problems) -> Option<&Node> {
        let [_, destination] = &self.ends;
        let value = destination.known(property).filter(|it| it.is_truthy());
        if value.is_none() {
            let message = format!("`Destination` needs the `{property}` of the `{}`", destination.type_name);
            let finding = Diagnostic::new(&codes::MISSING_PROPERTY, destination.span, message).missing([property]);
            problems.push(
                finding.help(format!(
                    "add `{property}:` to `Destination`, or name a resource of this template by `Id` only"
                )),
            );
        }
        value
    }
}

fn report_missing_role(end: &End<'_>, problems: &mut Problems) {
    let side = end.side.property();
    let Some(id) = end.logical_id else {
        let message = format!("a connector with this `{side}` needs its `RoleName`");
        problems.push(
            Diagnostic::new(&codes::MISSING_PROPERTY, end.span, message)
                .missing(["RoleName"])
                .help("add `RoleName: !Ref MyRole`"),
        );
        return;
    };
    let message = format!("`{id}` does not name a role in this template that a policy can be added to");
    let finding = Diagnostic::new(&codes::MISSING_ROLE, end.span, message);
    problems.push(match connected_type(&end.type_name).and_then(|it| it.role.clone()) {
        Some(Role::Property(name)) => finding.help(format!("write `{name}: !GetAtt MyRole.Arn` in `{id}`")),
        Some(Role::OfTarget(name)) => {
            finding.help(format!("write `{name}: !GetAtt MyRole.Arn` in the target of `{id}` that is the destination"))
        }
        None => finding,
    });
}

/// Whether a text has what the reference takes for one of its own variables: `%{`, ASCII letters, digits, `_` and `.`,
/// then `}`.
fn has_placeholder(json: &str) -> bool {
    json.split("%{").skip(1).any(|rest| {
        let name = rest.split('}').next().filter(|it| it.len() < rest.len()).unwrap_or_default();
        !name.is_empty() && name.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'.'))
    })
}
