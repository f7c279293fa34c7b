//! Numbers as Python prints and reads them.

/// Most decimal digits of an integer: Python refuses to print or read longer ones.
pub(crate) const MOST_DIGITS: usize = 4300;

/// A float as Python prints it: the shortest digits that read back, with an exponent from 1e16 and below 1e-4.
pub(crate) fn float_text(value: f64) -> String {
    if !value.is_finite() {
        return if value.is_nan() {
            "nan"
        } else if value > 0.0 {
            "inf"
        } else {
            "-inf"
        }
        .to_owned();
    }
    let shortest = format!("{value:e}");
    let (digits, exponent) = shortest.split_once('e').expect("the format `e` writes an exponent");
    let exponent: i32 = exponent.parse().expect("the exponent is an integer");
    if (-4..16).contains(&exponent) {
        let plain = value.to_string();
        if plain.contains('.') { plain } else { format!("{plain}.0") }
    } else {
        format!("{digits}e{}{:02}", if exponent < 0 { '-' } else { '+' }, exponent.abs())
    }
}

/// Digits without the single underscores that Python allows between two of them. `None` where there are others.
pub(crate) fn without_underscores(written: &str) -> Option<String> {
    let bytes = written.as_bytes();
    let is_digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let sound = written.match_indices('_').all(|(at, _)| is_digit(at.checked_sub(1)) && is_digit(Some(at + 1)));
    (!written.is_empty() && sound).then(|| written.replace('_', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_print_as_in_python() {
        for (value, printed) in
            [(1.0, "1.0"), (0.1, "0.1"), (1e16, "1e+16"), (123456789012345.6, "123456789012345.6"), (1.5e-5, "1.5e-05")]
        {
            assert_eq!(float_text(value), printed);
        }
    }
}
