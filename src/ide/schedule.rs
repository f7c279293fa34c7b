//! When schedules come round.
use super::View;
use super::place::Step;
use super::values::Resolver;
use crate::facts::types;
use crate::semantics::schedule_expression::{Moment, Service, Times, times};
use crate::syntax::Map;
use jiff::civil::{DateTime, date};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp};
use std::fmt::Write;

/// How many times are said.
const COUNT: usize = 3;
/// How many more are looked at, for those that a change of the clock leaves out.
const SPARE: usize = 3;
const EXPRESSION: &str = "ScheduleExpression";
const ZONE: &str = "ScheduleExpressionTimezone";

/// The next times of the schedule whose expression stands at the end of a way, as Markdown; `now` is in seconds since 1970.
/// `None` where no schedule stands there, or its times cannot be known.
pub(super) fn text(view: &View, steps: &[Step<'_>], now: u64) -> Option<String> {
    let (last, around) = steps.split_last()?;
    let name = last.key()?;
    let owner = around.iter().rev().find_map(|it| it.node().get("Type")?.text());
    let service = match (&**name, owner.map(|it| &**it)) {
        ("Schedule", Some("Schedule")) | (EXPRESSION, Some(types::EVENTS_RULE)) => Service::Rule,
        (EXPRESSION, Some("ScheduleV2" | types::SCHEDULER_SCHEDULE)) => Service::Scheduler,
        _ => return None,
    };
    let properties = around.last()?.node().map()?;
    let resolver = Resolver::new(view)?;
    let value = |name: &str| resolver.text(properties.get(name)?);
    let expression = resolver.text(last.node())?;
    let zone = match properties.get(ZONE).filter(|_| service == Service::Scheduler) {
        None => Zone { name: "UTC".to_owned(), zone: TimeZone::UTC },
        Some(_) => Zone::named(value(ZONE)?)?,
    };
    let now = Timestamp::from_second(i64::try_from(now).ok()?).ok()?;
    let [start, end] = ["StartDate", "EndDate"].map(|it| limit(properties, it, &resolver));
    let (start, end) = (start?, end?);
    // A schedule comes round at the beginning of a minute.
    let from = start.unwrap_or(now).max(now).checked_add(SignedDuration::from_secs(59)).ok()?;
    match times(&expression, service, moment(zone.zone.to_datetime(from)), COUNT + SPARE)? {
        Times::Every { minutes } => {
            let minutes = SignedDuration::from_mins(i64::try_from(minutes).ok()?);
            let mut text = "counted from its deployment; if that were now, next".to_owned();
            let mut at = start.unwrap_or(now).max(now);
            let found = std::iter::from_fn(|| {
                at = at.checked_add(minutes).ok()?;
                Some(at)
            });
            // From a given start on, they are counted from there.
            if start.is_some_and(|it| it > now) {
                return None;
            }
            zone.list(&mut text, found.take(COUNT).filter(|it| end.is_none_or(|end| *it <= end)));
            Some(text)
        }
        Times::At(moments) => {
            let found: Vec<Timestamp> = moments.into_iter().filter_map(|it| zone.instant(it)).collect();
            let found = found.into_iter().filter(|it| end.is_none_or(|end| *it <= end)).take(COUNT);
            let mut text = "next".to_owned();
            match zone.list(&mut text, found) {
                0 => Some("never again".to_owned()),
                _ => Some(text),
            }
        }
    }
}

/// The time that a property says; the outer `None` where it cannot be known.
fn limit(properties: &Map, name: &str, resolver: &Resolver<'_>) -> Option<Option<Timestamp>> {
    match properties.get(name) {
        None => Some(None),
        Some(node) => resolver.text(node)?.parse().ok().map(Some),
    }
}

/// A time zone under the name that the template gives it.
struct Zone {
    name: String,
    zone: TimeZone,
}

impl Zone {
    fn named(name: String) -> Option<Self> {
        let zone = TimeZone::get(&name).ok()?;
        Some(Self { name, zone })
    }

    /// When the clocks of the zone show this. What they leave out in spring is left out, and what they show twice in autumn
    /// counts once, as the guide of EventBridge Scheduler says.
    fn instant(&self, moment: Moment) -> Option<Timestamp> {
        let [month, day, hour, minute] =
            [moment.month, moment.day, moment.hour, moment.minute].map(|it| i8::try_from(it).unwrap_or_default());
        let civil = date(i16::try_from(moment.year).ok()?, month, day).at(hour, minute, 0, 0);
        let ambiguous = self.zone.to_ambiguous_timestamp(civil);
        match ambiguous.offset() {
            AmbiguousOffset::Gap { .. } => None,
            AmbiguousOffset::Unambiguous { .. } | AmbiguousOffset::Fold { .. } => ambiguous.earlier().ok(),
        }
    }

    /// Adds the times to a text, each on its line. How many they are.
    fn list(&self, text: &mut String, times: impl Iterator<Item = Timestamp>) -> usize {
        let mut count = 0;
        text.push_str(":\n");
        for time in times {
            let shown = self.zone.to_datetime(time).strftime("%a %Y-%m-%d %H:%M").to_string();
            let _ = write!(text, "\n- {shown} {}", self.name);
            if self.name != "UTC" {
                let utc = TimeZone::UTC.to_datetime(time);
                let _ = write!(text, " ({} UTC)", utc.strftime("%a %H:%M"));
            }
            count += 1;
        }
        count
    }
}

fn moment(time: DateTime) -> Moment {
    let [month, day, hour, minute] =
        [time.month(), time.day(), time.hour(), time.minute()].map(|it| u32::try_from(it).unwrap_or_default());
    Moment { year: u32::try_from(time.year()).unwrap_or_default(), month, day, hour, minute }
}
