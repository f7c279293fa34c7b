//! `EventBridgeRule`: EventBridge starts the state machine when an event matches a pattern.
use super::EventSource;
use super::cloud_watch_event::{CloudWatchEvent, expand};

pub static SOURCE: EventSource = EventSource { name: "EventBridgeRule", properties: CloudWatchEvent::TABLE, expand };
