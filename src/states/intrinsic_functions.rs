//! The intrinsic functions of JSONPath states: `States.Format('{}', $.name)`.
use crate::diagnostic::nearest;
use std::ops::Range;

/// The functions, with how many arguments each takes.
const FUNCTIONS: &[(&str, usize, usize)] = &[
    ("States.Array", 0, usize::MAX),
    ("States.ArrayContains", 2, 2),
    ("States.ArrayGetItem", 2, 2),
    ("States.ArrayLength", 1, 1),
    ("States.ArrayPartition", 2, 2),
    ("States.ArrayRange", 3, 3),
    ("States.ArrayUnique", 1, 1),
    ("States.Base64Decode", 1, 1),
    ("States.Base64Encode", 1, 1),
    ("States.Format", 1, usize::MAX),
    ("States.Hash", 2, 2),
    ("States.JsonMerge", 3, 3),
    ("States.JsonToString", 1, 1),
    ("States.MathAdd", 2, 2),
    ("States.MathRandom", 2, 3),
    ("States.StringSplit", 2, 2),
    ("States.StringToJson", 1, 1),
    ("States.UUID", 0, 0),
];

/// Whether a text reads as a call of an intrinsic function.
pub(crate) fn looks_like_call(text: &str) -> bool {
    let name = text.split('(').next().unwrap_or_default();
    text.contains('(')
        && name.strip_prefix("States.").is_some_and(|it| !it.is_empty() && it.chars().all(char::is_alphanumeric))
}

/// What is wrong with a call: the bytes at fault, what it is, and the name that was meant.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct CallFault {
    pub range: Range<usize>,
    pub message: String,
    pub meant: Option<&'static str>,
}

/// Most calls around a call that is looked at: a field may have 10 nested calls ("Intrinsic functions" in the guide to
/// Step Functions). Each level reads the text of those below it again.
const DEEPEST: usize = 10;

/// What is surely wrong with a call of an intrinsic function, or in its arguments.
pub(crate) fn fault(call: &str) -> Option<CallFault> {
    fault_at(call, 0, DEEPEST)
}

fn fault_at(call: &str, base: usize, depth: usize) -> Option<CallFault> {
    let whole = base..base + call.len();
    let broken = |message: &str| CallFault { range: whole.clone(), message: message.to_owned(), meant: None };
    let (name, rest) = call.split_once('(')?;
    let Some((_, least, most)) = FUNCTIONS.iter().find(|(it, ..)| *it == name) else {
        let meant = nearest(name, FUNCTIONS.iter().map(|(it, ..)| *it)).map(|it| it.name);
        let message = format!("`{name}` is not an intrinsic function");
        return Some(CallFault { range: base..base + name.len(), message, meant });
    };
    let Some(list) = rest.trim_end().strip_suffix(')') else {
        return Some(broken(&format!("the call of `{name}` does not end with `)`")));
    };
    let Some(arguments) = arguments(list) else {
        return Some(broken(&format!("the arguments of `{name}` have a quotation mark or bracket that is not closed")));
    };
    if arguments.len() < *least || arguments.len() > *most {
        let wanted = match (least, most) {
            (0, 0) => "none".to_owned(),
            (least, most) if least == most => least.to_string(),
            (least, &usize::MAX) => format!("at least {least}"),
            (least, most) => format!("{least} to {most}"),
        };
        let plural = if arguments.len() == 1 { "" } else { "s" };
        return Some(broken(&format!("`{name}` has {} argument{plural}; it takes {wanted}", arguments.len())));
    }
    if name == "States.Format"
        && let Some(format) = arguments.first().map(|it| list[it.clone()].trim())
        && let Some(format) = format.strip_prefix('\'').and_then(|it| it.strip_suffix('\''))
    {
        let places = format.matches("{}").count() - format.matches("\\{}").count();
        if !format.contains('\\') && places != arguments.len() - 1 {
            let values = arguments.len() - 1;
            let plural = if values == 1 { "" } else { "s" };
            return Some(broken(&format!("`States.Format` has {values} value{plural}, and `{{}}` {places} times")));
        }
    }
    if depth == 0 {
        return None;
    }
    let start = base + name.len() + 1;
    arguments.into_iter().find_map(|it| {
        let written = &list[it.clone()];
        let argument = written.trim_start();
        let at = start + it.start + (written.len() - argument.len());
        looks_like_call(argument).then(|| fault_at(argument.trim_end(), at, depth - 1)).flatten()
    })
}

/// The bytes of each argument; `None` where a quotation mark or bracket is not closed.
fn arguments(list: &str) -> Option<Vec<Range<usize>>> {
    if list.trim().is_empty() {
        return Some(Vec::new());
    }
    let mut found = Vec::new();
    let (mut start, mut depth, mut in_quotes) = (0, 0_usize, false);
    let mut characters = list.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' => drop(characters.next()),
            '\'' => in_quotes = !in_quotes,
            _ if in_quotes => (),
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.checked_sub(1)?,
            ',' if depth == 0 => {
                found.push(start..at);
                start = at + 1;
            }
            _ => (),
        }
    }
    found.push(start..list.len());
    (!in_quotes && depth == 0).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_that_are_right() {
        for call in [
            "States.UUID()",
            "States.Format('a {} b {}', $.x, States.JsonToString($.y[0,1]))",
            "States.Format($.template, 1)",
            "States.Format('it\\'s \\{\\}', 1)",
            "States.Array()",
            "States.MathRandom(1, 999)",
            "States.StringSplit('a,b', ',')",
            "States.ArrayGetItem(States.StringSplit($.a, '('), 0)",
        ] {
            assert_eq!(fault(call), None, "{call}");
        }
    }

    #[test]
    fn calls_that_are_wrong() {
        let message = |call| fault(call).map(|it| (it.message, it.range));
        for (call, expected, range) in [
            ("States.Fromat('{}', $.a)", "`States.Fromat` is not an intrinsic function", 0..13),
            ("States.Array(States.Uuid())", "`States.Uuid` is not an intrinsic function", 13..24),
            ("States.UUID(1)", "`States.UUID` has 1 argument; it takes none", 0..14),
            ("States.Format('{} {}', $.a)", "`States.Format` has 1 value, and `{}` 2 times", 0..27),
            ("States.Hash($.a", "the call of `States.Hash` does not end with `)`", 0..15),
        ] {
            assert_eq!(message(call), Some((expected.to_owned(), range)), "{call}");
        }
        let nested = |levels| "States.Array(".repeat(levels) + "States.Uuid()" + &")".repeat(levels);
        assert!(fault(&nested(DEEPEST)).is_some() && fault(&nested(100_000)).is_none());
        assert_eq!(fault("States.Fromat('')").and_then(|it| it.meant), Some("States.Format"));
    }
}
