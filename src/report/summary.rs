//! The last line of a report for people.
use super::screen::{LONGEST_MESSAGE, RED, Screen, YELLOW, painted, printable, room};
use super::{Setup, Tally, Totals, count};
use crate::safe_text::page;

/// Writes the last line of a report, such as "2 errors, 1 warning in template.yaml".
pub fn summary(tally: Tally, place: &str, screen: Screen) -> String {
    line(tally, place, "", screen)
}

/// Writes how a check has ended: what was fixed, what was found, in how many templates, and for those who watch a
/// terminal also in what time. What is kept or compared is the same whenever it is made.
pub(super) fn of_check(totals: &Totals, setup: Setup) -> String {
    if setup.is_quiet {
        return String::new();
    }
    if totals.templates == 0 {
        let is_silent = !totals.faults.is_empty() || !totals.notes.is_empty();
        return if is_silent { String::new() } else { "there is nothing to check\n".to_owned() };
    }
    let place = if totals.templates == 1 { totals.last.clone() } else { count(totals.templates, "template") };
    let mut rest = String::new();
    if let Some(time) = totals.time.as_ref().filter(|_| setup.screen.width.is_some()) {
        rest.push_str(&format!(", checked in {time}"));
    }
    rest.push_str(&match (totals.fixable, totals.uncertain) {
        (0, 0) => String::new(),
        (certain, 0) => format!(" ({certain} can be fixed with --fix)"),
        (0, uncertain) => format!(" ({uncertain} can be fixed with --fix --unsafe-fixes)"),
        (certain, uncertain) => {
            format!(" ({certain} can be fixed with --fix, {uncertain} more with --unsafe-fixes)")
        }
    });
    let mut summary = line(totals.tally, &place, &rest, setup.screen);
    // A person is there to read it.
    if let Some(rule) = totals.first.filter(|_| setup.screen.width.is_some()) {
        summary.push_str(&format!("for more about a rule, run `samc explain {rule}`\n"));
    }
    if totals.fixed > 0 { format!("fixed {}\n{summary}", count(totals.fixed, "mistake")) } else { summary }
}

fn line(tally: Tally, place: &str, rest: &str, screen: Screen) -> String {
    let counted = match (tally.errors, tally.warnings) {
        (0, 0) => tally.to_string(),
        (0, _) => painted(&tally.to_string(), YELLOW, screen),
        _ => painted(&tally.to_string(), RED, screen),
    };
    page(format!("{counted} in {}{rest}\n", printable(place, room(LONGEST_MESSAGE, screen))))
}
