//! `rate(value unit)`. Knows no other kind of schedule.
use super::service::Service;
use super::words::words;
use crate::semantics::text_fault::TextFault;

/// Singular and plural of the units, as the EventBridge user guide lists them under "rate expressions".
const UNITS: [(&str, &str); 3] = [("minute", "minutes"), ("hour", "hours"), ("day", "days")];
/// Other units of time, and how they are expressed.
const OTHER_UNITS: [(&str, &str); 4] = [
    ("second", "the shortest rate is `rate(1 minute)`"),
    ("week", "a week is `rate(7 days)`"),
    ("month", "once a month is `cron(0 0 1 * ? *)`"),
    ("year", "once a year is `cron(0 0 1 1 ? *)`"),
];

/// What is wrong with the text in the parentheses; `at` is where it stands.
pub(super) fn fault(inner: &str, at: usize, service: Service) -> Option<TextFault> {
    let words = words(inner, at);
    let [(value, value_range), (unit, unit_range)] = words.as_slice() else {
        let fault = TextFault::new(at..at + inner.len(), format!("`{inner}` is not a valid rate"));
        return Some(match spaced(inner) {
            Some(spaced) => fault.write(spaced),
            None => fault.help("a rate is a number and a unit, such as `rate(5 minutes)`"),
        });
    };
    let lower = unit.to_lowercase();
    let Some((singular, plural)) = UNITS.into_iter().find(|(one, many)| lower == *one || lower == *many) else {
        let fault = TextFault::new(unit_range.clone(), format!("`{unit}` is not a unit of a rate"));
        let other = OTHER_UNITS.into_iter().find(|(one, _)| lower.trim_end_matches('s') == *one);
        return Some(fault.help(other.map_or("the units are `minutes`, `hours` and `days`", |(_, help)| help)));
    };
    let is_number = !value.is_empty() && value.bytes().all(|it| it.is_ascii_digit());
    if !is_number || value.bytes().all(|it| it == b'0') {
        let fault = TextFault::new(value_range.clone(), format!("`{value}` is not a valid number of {plural}"));
        return Some(fault.help("write a whole number, 1 or more"));
    }
    let is_one = value.trim_start_matches('0') == "1";
    let proper = if is_one { singular } else { plural };
    // The scheduler lists both forms and asks for neither.
    let is_proper = *unit == proper || (service == Service::Scheduler && (*unit == singular || *unit == plural));
    (!is_proper).then(|| TextFault::new(unit_range.clone(), message(value, unit, proper)).write(proper))
}

/// How many minutes a valid rate comes to.
pub(super) fn minutes(inner: &str) -> Option<u64> {
    let words = words(inner, 0);
    let [(value, _), (unit, _)] = words.as_slice() else { return None };
    let minutes = match unit.to_lowercase().trim_end_matches('s') {
        "minute" => 1,
        "hour" => 60,
        _ => 24 * 60,
    };
    value.parse::<u64>().ok()?.checked_mul(minutes)
}

fn message(value: &str, unit: &str, proper: &str) -> String {
    if unit.eq_ignore_ascii_case(proper) {
        format!("the unit `{unit}` is not in lower case")
    } else {
        format!("`{value}` and `{unit}` do not match")
    }
}

/// `5 minutes` for `5minutes`.
fn spaced(inner: &str) -> Option<String> {
    let unit = inner.trim_start_matches(|it: char| it.is_ascii_digit());
    let value = &inner[..inner.len() - unit.len()];
    let is_unit = UNITS.iter().any(|(one, many)| unit == *one || unit == *many);
    (!value.is_empty() && is_unit).then(|| format!("{value} {unit}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(inner: &str, service: Service) -> Option<(&str, Option<String>)> {
        fault(inner, 0, service).map(|it| (&inner[it.range], it.replacement))
    }

    #[test]
    fn units_go_with_their_number() {
        for sound in ["1 minute", "2 minutes", "1 hour", "24 hours", "1 day", "365 days", "  5   minutes "] {
            assert_eq!(found(sound, Service::Rule), None, "{sound}");
        }
        assert_eq!(found("1 minutes", Service::Rule), Some(("minutes", Some("minute".to_owned()))));
        assert_eq!(found("5 minute", Service::Rule), Some(("minute", Some("minutes".to_owned()))));
        assert_eq!(found("5 Hours", Service::Rule), Some(("Hours", Some("hours".to_owned()))));
        assert_eq!(found("1 minutes", Service::Scheduler), None);
        assert_eq!(found("5 Hours", Service::Scheduler), Some(("Hours", Some("hours".to_owned()))));
    }

    #[test]
    fn values_are_whole_numbers_from_one() {
        assert_eq!(found("0 minutes", Service::Rule), Some(("0", None)));
        assert_eq!(found("-5 minutes", Service::Rule), Some(("-5", None)));
        assert_eq!(found("1.5 hours", Service::Rule), Some(("1.5", None)));
        assert_eq!(found("five minutes", Service::Rule), Some(("five", None)));
        assert_eq!(found("100000000000000000000000 days", Service::Rule), None);
    }

    #[test]
    fn other_forms_are_none() {
        assert_eq!(found("30 seconds", Service::Rule), Some(("seconds", None)));
        assert_eq!(found("1 week", Service::Scheduler), Some(("week", None)));
        assert_eq!(found("5minutes", Service::Rule), Some(("5minutes", Some("5 minutes".to_owned()))));
        assert_eq!(found("5", Service::Rule), Some(("5", None)));
        assert_eq!(found("", Service::Rule), Some(("", None)));
        assert_eq!(found("5 minutes each", Service::Rule), Some(("5 minutes each", None)));
    }
}
