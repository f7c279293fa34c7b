//! `cron(minutes hours day-of-month month day-of-week year)`. Knows no other kind of schedule.
//!
//! Fields and limits are those of the EventBridge user guide, "cron expressions". What it does not say is let through:
//! ranges that run backwards, and how large increments may be.
use super::calendar::{Moment, days, weekday};
use super::words::words;
use crate::semantics::text_fault::TextFault;
use std::ops::Range;

const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const NAMES_OF_FIELDS: &str = "minutes, hours, day of the month, month, day of the week, year";

/// One of the six fields.
struct Field {
    name: &'static str,
    least: u32,
    most: u32,
    /// Names for its values, beginning with 1.
    names: &'static [&'static str],
    kind: FieldKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum FieldKind {
    Plain,
    DayOfMonth,
    DayOfWeek,
}

const FIELDS: [Field; 6] = [
    Field { name: "minutes", least: 0, most: 59, names: &[], kind: FieldKind::Plain },
    Field { name: "hours", least: 0, most: 23, names: &[], kind: FieldKind::Plain },
    Field { name: "day of the month", least: 1, most: 31, names: &[], kind: FieldKind::DayOfMonth },
    Field { name: "month", least: 1, most: 12, names: &MONTHS, kind: FieldKind::Plain },
    Field { name: "day of the week", least: 1, most: 7, names: &DAYS, kind: FieldKind::DayOfWeek },
    Field { name: "year", least: 1970, most: 2199, names: &[], kind: FieldKind::Plain },
];
const DAY_OF_MONTH: usize = 2;
const DAY_OF_WEEK: usize = 4;

/// Everything that is wrong with the text in the parentheses; `at` is where it stands.
pub(super) fn faults(inner: &str, at: usize) -> Vec<TextFault> {
    let words = without_commas(words(inner, at));
    if words.len() != FIELDS.len() {
        return vec![wrong_count(inner, at, &words)];
    }
    let in_fields = FIELDS.iter().zip(&words).filter_map(|(field, (word, range))| field.fault(word, range));
    let mut faults: Vec<TextFault> = in_fields.collect();
    if faults.is_empty() {
        faults.extend(two_days(&words));
    }
    faults
}

/// The fields without the commas between them, if they are between all: templates that AWS publishes have them.
fn without_commas(words: Vec<(&str, Range<usize>)>) -> Vec<(&str, Range<usize>)> {
    let Some((_, first)) = words.split_last() else { return words };
    if first.is_empty() || !first.iter().all(|(word, _)| word.len() > 1 && word.ends_with(',')) {
        return words;
    }
    let strip = |(word, range): (_, Range<usize>)| match str::strip_suffix(word, ',') {
        Some(stripped) => (stripped, range.start..range.end - 1),
        None => (word, range),
    };
    words.into_iter().map(strip).collect()
}

/// One of the two fields for days has to leave the choice to the other.
fn two_days(words: &[(&str, Range<usize>)]) -> Option<TextFault> {
    let [month, week] = [DAY_OF_MONTH, DAY_OF_WEEK].map(|it| &words[it]);
    if month.0 == "?" || week.0 == "?" {
        return None;
    }
    let message = "day of the month and day of the week are both given; one of them must be `?`";
    // Every day of one field leaves the choice to the other, which is what a question mark says.
    Some(match [week, month].into_iter().find(|it| it.0 == "*") {
        Some((_, range)) => TextFault::new(range.clone(), message).write("?"),
        None => TextFault::new(week.1.clone(), message).help("write `?` for the one that does not matter"),
    })
}

fn wrong_count(inner: &str, at: usize, words: &[(&str, Range<usize>)]) -> TextFault {
    let count = match words.len() {
        1 => "one field".to_owned(),
        count => format!("{count} fields"),
    };
    let fault = TextFault::new(at..at + inner.len(), format!("a cron expression has six fields; this one has {count}"));
    let mut fields: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    // The cron of Unix, which has no year. It counts days of the week from 0, so nothing is certain.
    fields.push("*");
    if fields.len() == FIELDS.len() {
        if let Some(day) = [DAY_OF_WEEK, DAY_OF_MONTH].into_iter().find(|day| fields[*day] == "*")
            && ![DAY_OF_WEEK, DAY_OF_MONTH].iter().any(|day| fields[*day] == "?")
        {
            fields[day] = "?";
        }
        let written = fields.join(" ");
        if faults(&written, 0).is_empty() {
            return fault.help(format!("add a year: `cron({written})`; days of the week count from 1, Sunday"));
        }
    }
    fault.help(format!("the fields are {NAMES_OF_FIELDS}"))
}

impl Field {
    fn fault(&self, written: &str, range: &Range<usize>) -> Option<TextFault> {
        let is_day = self.kind != FieldKind::Plain;
        if written == "?" && is_day {
            return None;
        }
        let mut start = range.start;
        for item in written.split(',') {
            if !self.takes(item) {
                let part = if item.is_empty() { range.clone() } else { start..start + item.len() };
                let shown = if item.is_empty() { written } else { item };
                let fault = TextFault::new(part, format!("`{shown}` is not a valid value for {}", self.article()));
                return Some(fault.help(self.limits()));
            }
            start += item.len() + 1;
        }
        None
    }

    fn article(&self) -> String {
        if self.name.ends_with('s') { self.name.to_owned() } else { format!("the {}", self.name) }
    }

    fn limits(&self) -> String {
        let (first, last) = (self.names.first(), self.names.last());
        let names = first.zip(last).map_or(String::new(), |(first, last)| format!(", or {first} to {last}"));
        format!("{} can be {} to {}{names}", self.article(), self.least, self.most)
    }

    /// Whether this is one item of the field: a value or a range, perhaps with an increment.
    fn takes(&self, item: &str) -> bool {
        let (base, increment) = item.split_once('/').map_or((item, None), |(base, step)| (base, Some(step)));
        if increment.is_some_and(|it| number(it).is_none()) {
            return false;
        }
        match base {
            "*" => true,
            "" => increment.is_some(),
            _ => match base.split_once('-') {
                Some(("L", days)) if self.kind == FieldKind::DayOfMonth => {
                    number(days).is_some_and(|it| it < self.most)
                }
                Some((from, to)) => self.value(from) && self.value(to),
                None => self.value(base) || (increment.is_none() && self.special(base)),
            },
        }
    }

    fn value(&self, written: &str) -> bool {
        match number(written) {
            Some(number) => (self.least..=self.most).contains(&number),
            None => self.names.iter().any(|it| it.eq_ignore_ascii_case(written)),
        }
    }

    /// The last day, the weekday that is nearest, or the n-th of its kind in the month.
    fn special(&self, written: &str) -> bool {
        let upper = written.to_ascii_uppercase();
        match self.kind {
            FieldKind::Plain => false,
            FieldKind::DayOfMonth => {
                matches!(&*upper, "L" | "LW") || upper.strip_suffix('W').is_some_and(|it| self.value(it))
            }
            FieldKind::DayOfWeek => {
                let nth = upper.split_once('#');
                upper == "L"
                    || upper.strip_suffix('L').is_some_and(|it| self.value(it))
                    || nth.is_some_and(|(day, n)| self.value(day) && number(n).is_some_and(|it| (1..=5).contains(&it)))
            }
        }
    }
}

fn number(written: &str) -> Option<u32> {
    written.bytes().all(|it| it.is_ascii_digit()).then(|| written.parse().ok()).flatten()
}

/// The first `count` times of a valid expression from a time on. `None` where the guide does not say what it means.
pub(super) fn times(inner: &str, from: Moment, count: usize) -> Option<Vec<Moment>> {
    let words = without_commas(words(inner, 0));
    let [minutes, hours, month_days, months, week_days, years] = words.as_slice() else { return None };
    if month_days.0 == "?" && week_days.0 == "?" {
        return None;
    }
    let [of_minutes, of_hours, .., of_years] = &FIELDS;
    let (minutes, hours, years) = (of_minutes.all(minutes.0)?, of_hours.all(hours.0)?, of_years.all(years.0)?);
    let months = FIELDS[DAY_OF_MONTH + 1].all(months.0)?;
    let clock: Vec<(u32, u32)> = hours.iter().flat_map(|hour| minutes.iter().map(|it| (*hour, *it))).collect();
    let mut found = Vec::new();
    for year in years.into_iter().filter(|it| *it >= from.year) {
        for month in &months {
            let last = Moment { year, month: *month, day: 31, hour: 23, minute: 59 };
            let days = if last < from { Vec::new() } else { days_of(month_days.0, week_days.0, year, *month)? };
            let moments = days.iter().flat_map(|day| {
                let moment = |&(hour, minute)| Moment { year, month: *month, day: *day, hour, minute };
                clock.iter().map(moment)
            });
            found.extend(moments.filter(|it| *it >= from).take(count - found.len()));
            if found.len() == count {
                return Some(found);
            }
        }
    }
    Some(found)
}

/// The days of a month that one of the two fields for days names, in their order.
fn days_of(month_days: &str, week_days: &str, year: u32, month: u32) -> Option<Vec<u32>> {
    let last = days(year, month);
    let mut found = Vec::new();
    if month_days == "?" {
        let field = &FIELDS[DAY_OF_WEEK];
        for item in week_days.split(',') {
            let upper = item.to_ascii_uppercase();
            let of_week = |day: u32| (1..=last).filter(move |it| weekday(year, month, *it) == day);
            match upper.split_once('#') {
                // The week ends with Saturday.
                None if upper == "L" => found.extend(of_week(field.most)),
                None => match upper.strip_suffix('L') {
                    Some(day) => found.extend(of_week(field.number(day)?).next_back()),
                    None => {
                        let days = field.items(item)?;
                        found.extend((1..=last).filter(|it| days.contains(&weekday(year, month, *it))));
                    }
                },
                Some((day, n)) => found.extend(of_week(field.number(day)?).nth(number(n)?.checked_sub(1)? as usize)),
            }
        }
    } else {
        for item in month_days.split(',') {
            let upper = item.to_ascii_uppercase();
            match upper.strip_suffix('W') {
                _ if upper == "L" => found.push(last),
                Some("L") => found.push(nearest_working_day(year, month, last)),
                Some(day) => {
                    found.extend(number(day).filter(|it| *it <= last).map(|it| nearest_working_day(year, month, it)));
                }
                None => match upper.strip_prefix("L-") {
                    Some(days) => found.extend(last.checked_sub(number(days)?).filter(|it| *it > 0)),
                    None => found.extend(FIELDS[DAY_OF_MONTH].items(item)?.into_iter().filter(|it| *it <= last)),
                },
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    Some(found)
}

/// The day from Monday to Friday in the same month that is nearest.
fn nearest_working_day(year: u32, month: u32, day: u32) -> u32 {
    match weekday(year, month, day) {
        1 if day == days(year, month) => day - 2,
        1 => day + 1,
        7 if day == 1 => day + 2,
        7 => day - 1,
        _ => day,
    }
}

impl Field {
    /// The values of a field, in their order.
    fn all(&self, written: &str) -> Option<Vec<u32>> {
        let mut found = Vec::new();
        for item in written.split(',') {
            found.extend(self.items(item)?);
        }
        found.sort_unstable();
        found.dedup();
        Some(found)
    }

    /// The values of one item: a value or a range, perhaps with an increment.
    fn items(&self, item: &str) -> Option<Vec<u32>> {
        let (base, increment) = item.split_once('/').map_or((item, None), |(base, step)| (base, Some(step)));
        let (from, to) = match base.split_once('-') {
            Some((from, to)) => (self.number(from)?, self.number(to)?),
            None if matches!(base, "*" | "") => (self.least, self.most),
            None => {
                let start = self.number(base)?;
                (start, if increment.is_some() { self.most } else { start })
            }
        };
        let step = increment.map_or(Some(1), number).filter(|it| *it > 0)? as usize;
        // Ranges that run backwards go over the end.
        let around = (from <= to).then(|| (from..=to).collect());
        let values: Vec<u32> = around.unwrap_or_else(|| (from..=self.most).chain(self.least..=to).collect());
        Some(values.into_iter().step_by(step).collect())
    }

    fn number(&self, written: &str) -> Option<u32> {
        let named = || self.names.iter().zip(1..).find(|(it, _)| it.eq_ignore_ascii_case(written)).map(|(_, it)| it);
        number(written).or_else(named).filter(|it| (self.least..=self.most).contains(it))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(inner: &str) -> Vec<(&str, Option<String>)> {
        faults(inner, 0).into_iter().map(|it| (&inner[it.range], it.replacement)).collect()
    }

    #[test]
    fn documented_expressions_are_sound() {
        let sound = [
            "0 10 * * ? *",
            "15 12 * * ? *",
            "0 18 ? * MON-FRI *",
            "0 8 1 * ? *",
            "0/15 * * * ? *",
            "0/10 * ? * MON-FRI *",
            "0/5 8-17 ? * MON-FRI *",
            "0/30 20-2 ? * MON-FRI *",
            "*/5 * * * ? *",
            "/5 * * * ? *",
            "0 9 ? * 2#1 *",
            "0 9 ? * fri#5 *",
            "0 9 ? * 6L 2022-2023",
            "0 0 L * ? *",
            "0 0 LW * ? *",
            "0 0 L-3 * ? *",
            "0 0 15W JAN,MAR-JUN ? 2199",
            "00 08 ? * 1,7 1970/2",
            "0 0 ? * L *",
            "0 8 ? * ? *",
        ];
        for expression in sound {
            assert_eq!(found(expression), [], "{expression}");
        }
    }

    #[test]
    fn values_keep_to_their_fields() {
        assert_eq!(found("60 10 * * ? *"), [("60", None)]);
        assert_eq!(found("0 24 * * ? *"), [("24", None)]);
        assert_eq!(found("0 10 0 * ? *"), [("0", None)]);
        assert_eq!(found("0 10 32 * ? *"), [("32", None)]);
        assert_eq!(found("0 10 * 13 ? *"), [("13", None)]);
        assert_eq!(found("0 10 ? * 0 *"), [("0", None)]);
        assert_eq!(found("0 10 ? * 8 *"), [("8", None)]);
        assert_eq!(found("0 10 * * ? 2200"), [("2200", None)]);
        assert_eq!(found("0 10 ? * MON,DOM *"), [("DOM", None)]);
        assert_eq!(found("0 10 ? * MON#6 *"), [("MON#6", None)]);
        assert_eq!(found("? 10 * * ? *"), [("?", None)]);
        assert_eq!(found("0/x 10 * * ? *"), [("0/x", None)]);
        assert_eq!(found("0,,5 10 * * ? *"), [("0,,5", None)]);
        assert_eq!(found("61 25 * * ? *"), [("61", None), ("25", None)]);
        assert_eq!(found("99999999999 1 * * ? *"), [("99999999999", None)]);
        assert_eq!(found("0 1 * * ? é"), [("é", None)]);
        assert_eq!(found("L 1 * * ? *"), [("L", None)]);
    }

    #[test]
    fn one_of_the_days_is_a_question_mark() {
        assert_eq!(found("0 10 * * * *"), [("*", Some("?".to_owned()))]);
        assert_eq!(faults("0 10 * * * *", 0)[0].range, 9..10);
        assert_eq!(faults("0 10 * * MON *", 0)[0].range, 5..6);
        assert_eq!(found("0 10 1 * MON *"), [("MON", None)]);
    }

    #[test]
    fn fields_can_be_separated_by_commas() {
        assert_eq!(found("5, 0, 1, *, ?, *"), []);
        assert_eq!(found("5, 70, 1, *, ?, *").len(), 1);
    }

    #[test]
    fn there_are_six_fields() {
        let help = |inner| faults(inner, 0).remove(0).help.unwrap_or_default();
        assert_eq!(found("0 10 * * *"), [("0 10 * * *", None)]);
        assert!(help("0 10 * * *").contains("`cron(0 10 * * ? *)`"));
        assert!(help("0 10 * * MON").contains("`cron(0 10 ? * MON *)`"));
        assert!(help("0 10 * * 0").starts_with("the fields are"));
        assert!(help("0 0 10 * * ? *").starts_with("the fields are"));
        assert!(help("").starts_with("the fields are"));
    }
}
