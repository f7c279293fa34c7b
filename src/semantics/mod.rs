//! What a template means: what its values come to, which rows describe them, what polls what and what is sent where.
//! Knows no rule.
//!
//! Each file asks only those of the groups before its own; what several rules want to know is worked out once.
mod definition_files;
mod placeholders;
mod plain_scalars;
mod plain_texts;
mod possible;
mod role_permissions;
mod text_fault;
mod written_text;

mod nested_templates;

mod files_beside;

pub(crate) mod dynamic_references;
mod evaluator;
pub(crate) mod filter_pattern;
pub(crate) mod parameter_values;
pub(crate) mod schedule_expression;

mod branches;
mod events;
mod functions;

mod values;

mod cases;
mod creation_order;
mod grants;
mod targets;

mod bucket_notifications;
mod event_source_mappings;
mod fifo;
pub(crate) mod identity;
mod senders;
mod state_machines;

mod description;
mod destinations;
pub(crate) mod polled_queues;

pub(crate) mod policy_documents;

pub(crate) mod s3_statements;

pub(crate) mod policy_parameters;

pub(crate) mod suggestions;

mod conformance;
mod unknown_types;

mod local_paths;

mod namesakes;
mod nested_stacks;

pub(crate) use branches::Branch;
pub(crate) use bucket_notifications::{Filter, FilterRule, Notification, filter_rules, notifications};
pub(crate) use cases::Case;
pub(crate) use conformance::{Measure, Misfit, Unfit};
pub(crate) use creation_order::CreationOrder;
pub(crate) use definition_files::{Definitions, ELSEWHERE, Missing, UNREADABLE};
pub(crate) use description::{Described, Description, Owner, Record, filed};
pub(crate) use destinations::{DESTINATION_SERVICES, Destination, Invocation, Recipient, recipients};
pub(crate) use evaluator::{Evaluator, is_of_type, is_unexpanded};
pub(crate) use event_source_mappings::{EventSourceMapping, Form, PolledService};
pub(crate) use events::{Configured, Event};
pub(crate) use fifo::{Channel, channels};
pub(crate) use files_beside::FilesBeside;
pub(crate) use functions::Function;
pub(crate) use grants::{Grant, Grants};
#[cfg(feature = "cli")]
pub(crate) use local_paths::artifact_paths;
pub(crate) use local_paths::{LocalPath, Place};
pub(crate) use namesakes::Namesakes;
pub(crate) use nested_stacks::NestedStack;
pub(crate) use nested_templates::{NoTemplate, nested_paths, nested_template, path_from_folder};
pub(crate) use placeholders::{is_dynamic, is_placeholder, outside_variables, quoted_function};
pub(crate) use plain_scalars::{Reread, reread, reread_key};
pub(crate) use plain_texts::walk_plain_texts;
pub(crate) use role_permissions::{Access, RolePolicies};
pub(crate) use senders::{NOTIFICATIONS, senders};
pub(crate) use state_machines::{DefinitionForm, StateMachine};
pub(crate) use targets::Target;
pub(crate) use values::{KnownValue, known_value};

use crate::facts::policy_documents::Purpose;
use crate::passes::Options;
use crate::source::Files;
use crate::template::usage::Usage;
use plain_texts::PlainText;
use policy_documents::PolicyDocument;
use polled_queues::PolledQueue;
use std::cell::OnceCell;
use std::ops::Deref;
use unknown_types::UnknownType;

/// What a rule may look at: everything that is known of a template, worked out when it is first asked for.
pub(crate) struct Semantics<'a> {
    evaluator: Evaluator<'a>,
    /// The time that counts as now; 0 when it is not known.
    pub seconds_since_1970: u64,
    /// The region that the template is to be deployed to, if somebody said so.
    pub region: Option<&'a str>,
    /// Resource types that exist although the facts do not know them.
    pub known_types: &'a [String],
    description: OnceCell<Description<'a>>,
    completed_description: OnceCell<Description<'a>>,
    event_source_mappings: OnceCell<Vec<EventSourceMapping<'a>>>,
    destinations: OnceCell<Vec<Destination<'a>>>,
    polled_queues: OnceCell<Vec<Vec<PolledQueue<'a>>>>,
    state_machines: OnceCell<Vec<StateMachine<'a>>>,
    misfits: OnceCell<Vec<Misfit<'a>>>,
    unknown_types: OnceCell<Vec<UnknownType<'a>>>,
    policy_documents: OnceCell<Vec<PolicyDocument<'a>>>,
    files: Option<&'a dyn Files>,
    local_paths: OnceCell<Vec<LocalPath<'a>>>,
    usage: OnceCell<Usage<'a>>,
    plain_texts: OnceCell<Vec<PlainText<'a>>>,
    nested_stacks: OnceCell<Vec<NestedStack<'a>>>,
    role_policies: OnceCell<Option<RolePolicies<'a>>>,
}

impl<'a> Semantics<'a> {
    pub(crate) fn new(evaluator: Evaluator<'a>, files: Option<&'a dyn Files>, options: &'a Options) -> Self {
        Self {
            evaluator,
            seconds_since_1970: options.seconds_since_1970,
            known_types: &options.known_types,
            region: Some(&*options.region).filter(|_| options.is_region_given),
            description: OnceCell::new(),
            completed_description: OnceCell::new(),
            event_source_mappings: OnceCell::new(),
            destinations: OnceCell::new(),
            polled_queues: OnceCell::new(),
            state_machines: OnceCell::new(),
            misfits: OnceCell::new(),
            unknown_types: OnceCell::new(),
            policy_documents: OnceCell::new(),
            files,
            local_paths: OnceCell::new(),
            usage: OnceCell::new(),
            plain_texts: OnceCell::new(),
            nested_stacks: OnceCell::new(),
            role_policies: OnceCell::new(),
        }
    }

    /// The template as the user wrote it, along the property tables.
    pub(crate) fn description(&self) -> &Description<'a> {
        self.description.get_or_init(|| Description::new(&self.evaluator))
    }

    /// The completed template along the property tables.
    pub(crate) fn completed_description(&self) -> &Description<'a> {
        self.completed_description.get_or_init(|| Description::completed(&self.evaluator))
    }

    /// What Lambda polls, however it is written.
    pub(crate) fn event_source_mappings(&self) -> &[EventSourceMapping<'a>] {
        self.event_source_mappings.get_or_init(|| event_source_mappings::event_source_mappings(&self.evaluator))
    }

    /// Where Lambda sends what a function could not handle, or what came of it.
    pub(crate) fn destinations(&self) -> &[Destination<'a>] {
        self.destinations.get_or_init(|| destinations::destinations(self.event_source_mappings(), &self.evaluator))
    }

    /// For each mapping from a queue, each queue and the numbers that the conditions allow, the worst first.
    pub(crate) fn polled_queues(&self) -> &[Vec<PolledQueue<'a>>] {
        self.polled_queues.get_or_init(|| polled_queues::polled_queues(self.event_source_mappings(), &self.evaluator))
    }

    /// The state machines of the template with their definitions.
    pub(crate) fn state_machines(&self) -> &[StateMachine<'a>] {
        self.state_machines.get_or_init(|| self.evaluator.state_machines())
    }

    /// The resource types of AWS that are not known.
    pub(crate) fn unknown_types(&self) -> &[UnknownType<'a>] {
        self.unknown_types.get_or_init(|| unknown_types::unknown_types(&self.evaluator, self.known_types))
    }

    /// Where resources of CloudFormation differ from their schemas.
    pub(crate) fn misfits(&self) -> &[Misfit<'a>] {
        self.misfits.get_or_init(|| conformance::misfits(&self.evaluator))
    }

    /// The files and folders beside the template that it names; none where nobody can tell what is there.
    pub(crate) fn local_paths(&self) -> &[LocalPath<'a>] {
        self.local_paths
            .get_or_init(|| self.files.map(|it| local_paths::local_paths(&self.evaluator, it)).unwrap_or_default())
    }

    /// What the template uses of its parameters, conditions and mappings.
    pub(crate) fn usage(&self) -> &Usage<'a> {
        self.usage.get_or_init(|| Usage::of(self.template))
    }

    /// The texts that stand for themselves.
    fn plain_texts(&self) -> &[PlainText<'a>] {
        self.plain_texts.get_or_init(|| plain_texts::plain_texts(&self.evaluator))
    }

    /// The resources that nest templates, with what they give to them.
    pub(crate) fn nested_stacks(&self) -> &[NestedStack<'a>] {
        self.nested_stacks.get_or_init(|| nested_stacks::nested_stacks(&self.evaluator))
    }

    /// What the roles of the document may allow, where there is a document.
    pub(crate) fn role_policies(&self) -> Option<&RolePolicies<'a>> {
        self.role_policies.get_or_init(|| self.evaluator.generated().map(RolePolicies::new)).as_ref()
    }

    /// The policy documents that the user wrote.
    pub(crate) fn policy_documents(&self) -> &[PolicyDocument<'a>] {
        self.policy_documents.get_or_init(|| policy_documents::policy_documents(&self.evaluator))
    }

    /// What says who may take on a role, or the role that SAM makes for a function.
    pub(crate) fn trust_of(&self, id: &str) -> Option<&PolicyDocument<'a>> {
        let is_of = |it: &&PolicyDocument<'_>| it.resource.is_some_and(|it| **it == *id);
        self.policy_documents().iter().filter(|it| it.purpose == Purpose::Trust).find(is_of)
    }
}

impl<'a> Deref for Semantics<'a> {
    type Target = Evaluator<'a>;

    fn deref(&self) -> &Self::Target {
        &self.evaluator
    }
}
