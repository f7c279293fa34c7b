//! The units in which properties count, by their names.
//!
//! Lambda counts `MemorySize` in megabytes and `Timeout` in seconds, SQS counts `VisibilityTimeout` in seconds ("AWS
//! CloudFormation template reference", of each property). Other services have a `Timeout` in minutes.

const MEGABYTES: &[(&str, u32)] = &[("M", 1), ("MB", 1), ("MiB", 1), ("G", 1024), ("GB", 1024), ("GiB", 1024)];
const SECONDS: &[(&str, u32)] = &[("s", 1), ("sec", 1), ("secs", 1), ("second", 1), ("seconds", 1)];

/// A number in the unit of a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Counted {
    pub number: u32,
    /// Whether every property of this name counts in that unit.
    pub is_certain: bool,
}

/// The number that a text with a unit, such as `256MB`, stands for as the value of a property; `None` where that is not
/// known.
pub(crate) fn counted(property: &str, text: &str) -> Option<Counted> {
    let (units, is_certain) = match property {
        "MemorySize" => (MEGABYTES, true),
        "VisibilityTimeout" => (SECONDS, true),
        "Timeout" => (SECONDS, false),
        _ if property.ends_with("Seconds") => (SECONDS, true),
        _ => return None,
    };
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let unit = text[digits..].trim_start();
    let (_, size) = units.iter().find(|(name, _)| unit.eq_ignore_ascii_case(name))?;
    let number = text[..digits].parse::<u32>().ok()?.checked_mul(*size)?;
    Some(Counted { number, is_certain })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_the_unit_of_the_property() {
        let number = |property, text| counted(property, text).map(|it| (it.number, it.is_certain));
        assert_eq!(number("MemorySize", "256MB"), Some((256, true)));
        assert_eq!(number("MemorySize", "1 gb"), Some((1024, true)));
        assert_eq!(number("Timeout", "30s"), Some((30, false)));
        for (property, text) in [
            ("MemorySize", "256s"),
            ("MemorySize", "MB"),
            ("Timeout", "5m"),
            ("Size", "1GB"),
            ("MemorySize", "9999999GB"),
        ] {
            assert_eq!(number(property, text), None, "{property}: {text}");
        }
    }
}
