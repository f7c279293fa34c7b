//! The Amazon States Language, in which state machines are defined: states and their fields, transitions, paths and
//! choice rules. Knows nothing of rules, and of templates only that intrinsic functions stand for values.
//!
//! Its source is the Amazon States Language specification (states-language.net) with what the Step Functions developer
//! guide adds to it.
mod kinds;
mod values;

pub(crate) mod choice_rules;
pub(crate) mod fields;
pub(crate) mod intrinsic_functions;
pub(crate) mod jsonata;
pub(crate) mod paths;
pub(crate) mod text;

mod machine;

pub(crate) mod payload;
pub(crate) mod substitutions;
pub(crate) mod transitions;

pub(crate) use kinds::{Kind, QueryLanguage};
pub(crate) use machine::{Machine, Scope, State};
pub(crate) use values::{expression, is_expression, is_unknown, is_unknown_key, literal};
