//! `ScheduleV2`: a schedule of EventBridge Scheduler starts the state machine.
use super::{Event, EventSource, starting_policy};
use crate::cfn::{Context, Expansion};
use crate::diagnostic::Problems;
use crate::sam::events::schedule_v2::{ScheduleV2, expand_with};

pub(super) static SOURCE: EventSource = EventSource { name: "ScheduleV2", properties: ScheduleV2::TABLE, expand };

fn expand(event: &Event<'_>, _: &Context<'_>, problems: &mut Problems) -> Expansion {
    expand_with(starting_policy(event.logical_id, event), event, problems)
}
