//! Numbers as Python prints them.
use super::Number;

impl Number {
    /// What Python's `str(number)` gives.
    pub fn python_text(&self) -> String {
        match self {
            Number::Integer(it) => it.to_string(),
            Number::Big(digits) => digits.to_string(),
            Number::Float(it) => python_float(*it),
        }
    }
}

/// A float as Python prints it: the shortest digits that read back, with an exponent from 1e16 and below 1e-4.
pub fn python_float(value: f64) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_print_as_in_python() {
        for (value, printed) in
            [(1.0, "1.0"), (0.1, "0.1"), (1e16, "1e+16"), (123456789012345.6, "123456789012345.6"), (1.5e-5, "1.5e-05")]
        {
            assert_eq!(python_float(value), printed);
        }
    }
}
