//! When a schedule comes round.
use super::calendar::Moment;
use super::service::Service;
use super::{at, cron, faults, rate};

/// When a schedule comes round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Times {
    /// Each time that so many minutes have gone by since it was deployed.
    Every { minutes: u64 },
    /// At these times of the clock in its zone, the first that are not before the asked one. None where there are no more.
    At(Vec<Moment>),
}

/// The first `count` times of an expression from a time of the clock on. `None` where the expression is not valid, or AWS
/// does not say what it means.
pub(crate) fn times(expression: &str, service: Service, from: Moment, count: usize) -> Option<Times> {
    if !faults(expression, service).is_empty() {
        return None;
    }
    let (name, rest) = expression.trim().split_once('(')?;
    let inner = rest.strip_suffix(')')?;
    match name {
        "rate" => Some(Times::Every { minutes: rate::minutes(inner)? }),
        "cron" => Some(Times::At(cron::times(inner, from, count)?)),
        _ => Some(Times::At(at::moment(inner).into_iter().filter(|it| *it >= from).collect())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Monday.
    const NOW: Moment = Moment { year: 2026, month: 11, day: 30, hour: 16, minute: 20 };

    fn shown(expression: &str) -> Vec<String> {
        match times(expression, Service::Scheduler, NOW, 3) {
            None => vec!["unknown".to_owned()],
            Some(Times::Every { minutes }) => vec![format!("every {minutes}")],
            Some(Times::At(moments)) => {
                let shown =
                    |it: &Moment| format!("{}-{:02}-{:02} {:02}:{:02}", it.year, it.month, it.day, it.hour, it.minute);
                moments.iter().map(shown).collect()
            }
        }
    }

    #[test]
    fn times_of_documented_expressions() {
        for (expression, expected) in [
            ("rate(1 day)", "every 1440"),
            ("rate(5 minutes)", "every 5"),
            ("at(2030-12-24T18:00:00)", "2030-12-24 18:00"),
            ("at(2020-12-24T18:00:00)", ""),
            ("cron(20 16 * * ? *)", "2026-11-30 16:20, 2026-12-01 16:20, 2026-12-02 16:20"),
            ("cron(0 18 ? * MON-FRI *)", "2026-11-30 18:00, 2026-12-01 18:00, 2026-12-02 18:00"),
            ("cron(0 8 1 * ? *)", "2026-12-01 08:00, 2027-01-01 08:00, 2027-02-01 08:00"),
            ("cron(0/15 * * * ? *)", "2026-11-30 16:30, 2026-11-30 16:45, 2026-11-30 17:00"),
            ("cron(/30 16 * * ? *)", "2026-11-30 16:30, 2026-12-01 16:00, 2026-12-01 16:30"),
            ("cron(0/30 20-2 ? * MON-FRI *)", "2026-11-30 20:00, 2026-11-30 20:30, 2026-11-30 21:00"),
            ("cron(0 9 ? * 2#1 *)", "2026-12-07 09:00, 2027-01-04 09:00, 2027-02-01 09:00"),
            ("cron(0 9 ? * 6L *)", "2026-12-25 09:00, 2027-01-29 09:00, 2027-02-26 09:00"),
            ("cron(0 9 ? * L *)", "2026-12-05 09:00, 2026-12-12 09:00, 2026-12-19 09:00"),
            ("cron(0 0 L * ? *)", "2026-12-31 00:00, 2027-01-31 00:00, 2027-02-28 00:00"),
            ("cron(0 0 L-3 * ? *)", "2026-12-28 00:00, 2027-01-28 00:00, 2027-02-25 00:00"),
            // The last day of January 2027 is a Sunday, and that of February too.
            ("cron(0 0 LW * ? *)", "2026-12-31 00:00, 2027-01-29 00:00, 2027-02-26 00:00"),
            // A Saturday, which goes to Friday, and the first of a month, which does not leave it.
            ("cron(0 0 5W 12 ? *)", "2026-12-04 00:00, 2027-12-06 00:00, 2028-12-05 00:00"),
            ("cron(0 0 1W 5 ? 2027)", "2027-05-03 00:00"),
            ("cron(0 0 29 FEB ? *)", "2028-02-29 00:00, 2032-02-29 00:00, 2036-02-29 00:00"),
            ("cron(0 0 1 JAN,MAR-APR ? 2027)", "2027-01-01 00:00, 2027-03-01 00:00, 2027-04-01 00:00"),
            ("cron(0 0 31 2 ? *)", ""),
            ("cron(0 0 1 1 ? 2020)", ""),
            ("cron(0 8 ? * ? *)", "unknown"),
            ("cron(0/0 8 * * ? *)", "unknown"),
            ("cron(99 8 * * ? *)", "unknown"),
        ] {
            assert_eq!(shown(expression).join(", "), expected, "{expression}");
        }
    }
}
