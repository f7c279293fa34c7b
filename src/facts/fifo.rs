//! Queues and topics that keep the order of their messages.
use super::types::{ALL, CloudFormationType};

/// How the names of FIFO queues and topics end.
pub(crate) const SUFFIX: &str = ".fifo";

/// The type whose resources can be FIFO and have ARNs of a service.
pub(crate) fn of_service(service: &str) -> Option<&'static CloudFormationType> {
    ALL.iter().find(|it| it.fifo.is_some() && it.service() == service)
}
