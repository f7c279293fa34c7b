//! `AlexaSkill`: a skill of Alexa invokes the function.
use super::{Event, EventSource};
use crate::cfn::{Context, Expansion, permission};
use crate::diagnostic::Problems;
use crate::properties;
use crate::property::shape::*;

pub(super) static SOURCE: EventSource = EventSource { name: "AlexaSkill", properties: AlexaSkill::TABLE, expand };

properties! {
    /// An Alexa skill.
    pub(super) struct AlexaSkill {
        /// Id of the skill; every skill may invoke the function when omitted.
        "SkillId" => skill_id: Option<Text>, range(0..=256),
            pattern("[a-zA-Z0-9._-]+", "an id such as `amzn1.ask.skill.12345678-1234-1234-1234-123456789012`");
    }
}

fn expand(event: &Event<'_>, _: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(skill) = AlexaSkill::read(event.properties, event.span, problems) else { return Expansion::default() };
    let permission = permission::invoke(event.logical_id, "", "alexa-appkit.amazon.com", event.invoked, event.span)
        .set("EventSourceToken", skill.skill_id);
    Expansion::of(vec![permission])
}
