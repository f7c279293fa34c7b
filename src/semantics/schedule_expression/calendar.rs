//! Days and times of the calendar, without zones.

/// A minute of a day, as a clock on the wall shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment {
    pub year: u32,
    /// From 1.
    pub month: u32,
    /// From 1.
    pub day: u32,
    pub hour: u32,
    pub minute: u32,
}

/// Days of a month; 31 for what is no month.
pub(super) fn days(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

/// The day of the week, from 1, which is Sunday.
pub(super) fn weekday(year: u32, month: u32, day: u32) -> u32 {
    // Sakamoto's method: what the months before add, with January and February at the end of the year before.
    const MONTHS: [u32; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
    let year = if month < 3 { year - 1 } else { year };
    let shift = MONTHS.get(month.saturating_sub(1) as usize).copied().unwrap_or_default();
    (year + year / 4 - year / 100 + year / 400 + shift + day) % 7 + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_week() {
        for (year, month, day, expected) in
            [(1970, 1, 1, 5), (2000, 2, 29, 3), (2026, 11, 30, 2), (2100, 3, 1, 2), (2199, 12, 31, 3)]
        {
            assert_eq!(weekday(year, month, day), expected, "{year}-{month}-{day}");
        }
    }
}
