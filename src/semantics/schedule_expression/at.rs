//! `at(yyyy-mm-ddThh:mm:ss)`. Knows no other kind of schedule.
use super::calendar::{Moment, days};
use crate::semantics::text_fault::TextFault;

const FORM: &str = "write the time as in `at(2030-12-24T18:00:00)`";
const ZONE: &str = "remove the zone, and set `ScheduleExpressionTimezone`; the default is UTC";
/// Where the numbers of `yyyy-mm-ddThh:mm:ss` stand, with their names and limits.
const PARTS: [(usize, usize, &str, u32, u32); 6] = [
    (0, 4, "year", 1970, 9999),
    (5, 7, "month", 1, 12),
    (8, 10, "day", 1, 31),
    (11, 13, "hour", 0, 23),
    (14, 16, "minute", 0, 59),
    (17, 19, "second", 0, 59),
];
const LENGTH: usize = 19;

/// What is wrong with the text in the parentheses; `at` is where it stands.
pub(super) fn fault(inner: &str, at: usize) -> Option<TextFault> {
    let whole = at..at + inner.len();
    if !has_form(inner.as_bytes()) {
        let zoned = inner.is_char_boundary(LENGTH.min(inner.len()))
            && inner.len() > LENGTH
            && has_form(&inner.as_bytes()[..LENGTH])
            && inner[LENGTH..].starts_with(['Z', 'z', '+', '-']);
        if zoned {
            let fault = TextFault::new(at + LENGTH..whole.end, "a time zone is not allowed here");
            return Some(fault.help(ZONE));
        }
        return Some(TextFault::new(whole, format!("`{inner}` is not a valid time")).help(FORM));
    }
    let number = |(from, to, ..): (usize, usize, &str, u32, u32)| inner[from..to].parse::<u32>().unwrap_or_default();
    let [year, month, ..] = PARTS.map(number);
    for part @ (from, to, name, least, most) in PARTS {
        let most = if name == "day" { most.min(days(year, month)) } else { most };
        let value = number(part);
        if !(least..=most).contains(&value) {
            let fault = TextFault::new(at + from..at + to, format!("there is no {name} `{}`", &inner[from..to]));
            return Some(fault.help(format!("the {name} is between {least} and {most}")));
        }
    }
    None
}

/// Whether all characters are such as in `yyyy-mm-ddThh:mm:ss`.
fn has_form(written: &[u8]) -> bool {
    let is_digit = |at: usize| PARTS.iter().any(|(from, to, ..)| (*from..*to).contains(&at));
    let separators = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    written.len() == LENGTH
        && written.iter().enumerate().all(|(at, byte)| match is_digit(at) {
            true => byte.is_ascii_digit(),
            false => separators.contains(&(at, *byte)),
        })
}

/// The time itself, which is a valid one.
pub(super) fn moment(inner: &str) -> Option<Moment> {
    let number = |(from, to, ..): (usize, usize, &str, u32, u32)| inner.get(from..to)?.parse::<u32>().ok();
    let [year, month, day, hour, minute, _] = PARTS.map(number);
    Some(Moment { year: year?, month: month?, day: day?, hour: hour?, minute: minute? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(inner: &str) -> Option<&str> {
        fault(inner, 0).map(|it| &inner[it.range])
    }

    #[test]
    fn times_are_written_in_full() {
        assert_eq!(found("2030-12-24T18:00:00"), None);
        assert_eq!(found("2030-12-24"), Some("2030-12-24"));
        assert_eq!(found("2030-12-24 18:00:00"), Some("2030-12-24 18:00:00"));
        assert_eq!(found("2030-12-24T18:00:00Z"), Some("Z"));
        assert_eq!(found("2030-12-24T18:00:00+01:00"), Some("+01:00"));
        assert_eq!(found("2030-12-24T18:00:0é"), Some("2030-12-24T18:00:0é"));
        assert_eq!(found(""), Some(""));
    }

    #[test]
    fn times_exist() {
        assert_eq!(found("2030-13-24T18:00:00"), Some("13"));
        assert_eq!(found("2030-12-32T18:00:00"), Some("32"));
        assert_eq!(found("2030-02-29T18:00:00"), Some("29"));
        assert_eq!(found("2032-02-29T18:00:00"), None);
        assert_eq!(found("2030-12-24T24:00:00"), Some("24"));
        assert_eq!(found("2030-12-24T18:60:00"), Some("60"));
    }
}
