//! The words of SAM. Knows what each means, not in which order a template is expanded.
pub mod managed_policies;
pub mod policy_templates;
