//! `Cognito`: steps in the life of a user pool's users invoke the function.
use super::patched::{self, Reference};
use super::{Event, EventSource};
use crate::cfn::{Context, Edit, Expansion, Patch, Patchable, permission};
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::facts::types;
use crate::properties;
use crate::property::shape::*;
use crate::syntax::{Map, Node};
use crate::template::intrinsics;

pub(super) static SOURCE: EventSource = EventSource { name: "Cognito", properties: Cognito::TABLE, expand };

properties! {
    /// Triggers of a user pool.
    pub(super) struct Cognito {
        /// The user pool, as `!Ref` of an `AWS::Cognito::UserPool` in the same template.
        "UserPool" => user_pool: Text;
        /// The triggers that invoke the function: one, or a list.
        "Trigger" => trigger: Literal<Either<Text, ListOf<Text>>>, one_of(TRIGGERS);
    }
}

const TRIGGERS: &[&str] = &[
    "CreateAuthChallenge",
    "CustomMessage",
    "DefineAuthChallenge",
    "PostAuthentication",
    "PostConfirmation",
    "PreAuthentication",
    "PreSignUp",
    "PreTokenGeneration",
    "UserMigration",
    "VerifyAuthChallengeResponse",
];

const REFERENCE: Reference = Reference {
    property: "UserPool",
    noun: "user pool",
    elsewhere: "a user pool outside this template must name the function in its own `LambdaConfig`",
};

static USER_POOL: Patchable = Patchable {
    type_name: types::COGNITO_USER_POOL,
    properties: &[
        "AccountRecoverySetting",
        "AdminCreateUserConfig",
        "AliasAttributes",
        "AutoVerifiedAttributes",
        "DeletionProtection",
        "DeviceConfiguration",
        "EmailAuthenticationMessage",
        "EmailAuthenticationSubject",
        "EmailConfiguration",
        "EmailVerificationMessage",
        "EmailVerificationSubject",
        "EnabledMfas",
        "LambdaConfig",
        "MfaConfiguration",
        "Policies",
        "Schema",
        "SmsAuthenticationMessage",
        "SmsConfiguration",
        "SmsVerificationMessage",
        "UserAttributeUpdateSettings",
        "UserPoolAddOns",
        "UserPoolName",
        "UserPoolTags",
        "UserPoolTier",
        "UsernameAttributes",
        "UsernameConfiguration",
        "VerificationMessageTemplate",
        "WebAuthnRelyingPartyID",
        "WebAuthnUserVerification",
    ],
};

fn expand(event: &Event<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(written) = Cognito::read(event.properties, event.span, problems) else { return Expansion::default() };
    let Some(pool_id) = patched::referenced_id(REFERENCE, written.user_pool, context, problems) else {
        return Expansion::default();
    };
    let at = event.span;
    // All events of one function share the permission: the last one counts.
    let prefix = event.invoked.logical_id.append("Cognito");
    let permission = permission::invoke(&prefix, "", "cognito-idp.amazonaws.com", event.invoked, at)
        .set("SourceArn", intrinsics::get_att(written.user_pool.span, &pool_id, "Arn"));
    let triggers = match written.trigger.list() {
        Some(list) => list.to_vec(),
        None => vec![written.trigger.clone()],
    };
    let patch = Patch {
        logical_id: pool_id,
        target: &USER_POOL,
        resource_id: event.resource_id.clone(),
        event_id: event.id.clone(),
        origin: at,
        edit: Edit::Triggers { function: event.invoked.arn.clone(), triggers },
        tags: None,
    };
    Expansion { resources: vec![permission], patches: vec![patch], ..Expansion::default() }
}

/// Has each trigger of the user pool call the function.
pub(super) fn set_triggers(
    patch: &Patch,
    (function, triggers): (&Node, &[Node]),
    pool: &mut Map,
    problems: &mut Problems,
) -> Option<Sound> {
    let properties = patched::map_under(pool, "Properties", patch, problems)?;
    let config = patched::map_under(properties, "LambdaConfig", patch, problems)?;
    for trigger in triggers {
        let name = trigger.text()?;
        if let Some(earlier) = config.key_span(name) {
            let message = format!("the trigger `{name}` of `{}` already invokes another function", patch.logical_id);
            let finding = Diagnostic::new(&codes::DUPLICATE_TRIGGER, trigger.span, message);
            problems.push(finding.related(earlier, "set here").help("give each trigger one function"));
            return None;
        }
        config.insert_at(name.clone(), trigger.span, function.clone());
    }
    Some(Sound)
}
