//! Schedule expressions: `rate(…)`, `cron(…)` and `at(…)`, what is wrong with one, and when it comes round.
//! Knows no template.
// Who asks for times knows time zones, as the language server does.
#[cfg_attr(not(feature = "lsp"), allow(dead_code))]
mod at;
#[cfg_attr(not(feature = "lsp"), allow(dead_code))]
mod calendar;
#[cfg_attr(not(feature = "lsp"), allow(dead_code))]
mod cron;
#[cfg_attr(not(feature = "lsp"), allow(dead_code))]
mod rate;
mod service;
#[cfg_attr(not(feature = "lsp"), allow(dead_code))]
mod times;
mod words;

#[cfg(feature = "lsp")]
pub(crate) use calendar::Moment;
pub(crate) use service::Service;
#[cfg(feature = "lsp")]
pub(crate) use times::{Times, times};

use super::text_fault::TextFault;
use std::ops::Range;

const KINDS: &str = "a schedule is `rate(5 minutes)` or `cron(0 8 * * ? *)`";
const SCHEDULER_KINDS: &str = "a schedule is `rate(5 minutes)`, `cron(0 8 * * ? *)` or `at(2030-12-24T18:00:00)`";

/// Everything that is wrong with an expression.
pub(crate) fn faults(expression: &str, service: Service) -> Vec<TextFault> {
    let start = expression.len() - expression.trim_start().len();
    let whole = start..start.max(expression.trim_end().len());
    let trimmed = &expression[whole.clone()];
    let kinds = if service == Service::Scheduler { SCHEDULER_KINDS } else { KINDS };
    let Some((name, rest)) = trimmed.split_once('(') else {
        return vec![without_kind(trimmed, whole, service, kinds)];
    };
    let name_range = start..start + name.len();
    if !matches!(name, "rate" | "cron" | "at") {
        let fault = TextFault::new(name_range, format!("`{name}` is not a kind of schedule"));
        let lower = name.trim().to_lowercase();
        let is_kind = matches!(lower.as_str(), "rate" | "cron" | "at");
        return vec![if is_kind { fault.write(lower) } else { fault.help(kinds) }];
    }
    let Some(inner) = rest.strip_suffix(')') else {
        let fault = TextFault::new(whole, "the closing parenthesis is missing");
        let closed = format!("{trimmed})");
        let is_sound = !rest.contains(')') && faults(&closed, service).is_empty();
        return vec![if is_sound { fault.write(closed) } else { fault.help("end the schedule with it") }];
    };
    let at = start + name.len() + 1;
    match (name, service) {
        ("rate", _) => rate::fault(inner, at, service).into_iter().collect(),
        ("cron", _) => cron::faults(inner, at),
        (_, Service::Scheduler) => at::fault(inner, at).into_iter().collect(),
        (_, Service::Rule) => {
            let fault = TextFault::new(name_range, "a rule cannot be scheduled for a single time");
            vec![fault.help("use an event of type `ScheduleV2` for `at(…)`")]
        }
    }
}

/// A text that is neither `rate(…)` nor anything like it; perhaps what belongs into the parentheses.
fn without_kind(written: &str, whole: Range<usize>, service: Service, kinds: &str) -> TextFault {
    let fault = TextFault::new(whole, format!("`{written}` is not a valid schedule"));
    let wrapped = ["rate", "cron", "at"].map(|kind| format!("{kind}({written})"));
    match wrapped.into_iter().find(|it| faults(it, service).is_empty()) {
        Some(wrapped) => fault.write(wrapped),
        None => fault.help(kinds),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each fault as the text at fault, and what to write instead if that is certain.
    fn found(expression: &str, service: Service) -> Vec<(&str, Option<String>)> {
        faults(expression, service).into_iter().map(|it| (&expression[it.range], it.replacement)).collect()
    }

    #[test]
    fn sound_expressions_have_no_faults() {
        for sound in ["rate(1 minute)", "rate(5 minutes)", "cron(0 8 * * ? *)", " cron(0 8 * * ? *) "] {
            assert_eq!(found(sound, Service::Rule), [], "{sound}");
            assert_eq!(found(sound, Service::Scheduler), [], "{sound}");
        }
        assert_eq!(found("at(2030-12-24T18:00:00)", Service::Scheduler), []);
    }

    #[test]
    fn what_is_no_schedule_is_mended_where_that_is_certain() {
        assert_eq!(found("5 minutes", Service::Rule), [("5 minutes", Some("rate(5 minutes)".to_owned()))]);
        assert_eq!(found("0 8 * * ? *", Service::Rule), [("0 8 * * ? *", Some("cron(0 8 * * ? *)".to_owned()))]);
        assert_eq!(found("0 8 * * *", Service::Rule), [("0 8 * * *", None)]);
        assert_eq!(found("Rate(5 minutes)", Service::Rule), [("Rate", Some("rate".to_owned()))]);
        assert_eq!(found("every(5 minutes)", Service::Rule), [("every", None)]);
        assert_eq!(found("rate(5 minutes", Service::Rule), [("rate(5 minutes", Some("rate(5 minutes)".to_owned()))]);
        assert_eq!(found("rate(5 minutes).", Service::Rule), [("rate(5 minutes).", None)]);
        assert_eq!(found("", Service::Rule), [("", None)]);
        assert_eq!(found("  ", Service::Rule), [("", None)]);
        assert_eq!(found("(", Service::Rule), [("", None)]);
    }

    #[test]
    fn only_the_scheduler_takes_single_times() {
        assert_eq!(found("at(2030-12-24T18:00:00)", Service::Rule), [("at", None)]);
        let bare = "2030-12-24T18:00:00";
        assert_eq!(found(bare, Service::Scheduler), [(bare, Some(format!("at({bare})")))]);
    }
}
