//! What a YAML 1.1 plain scalar means, as PyYAML's safe loader resolves it. Knows text only, no trees.
//!
//! The reference reads templates with PyYAML, and prints dates with Python's `str()`: so `yes` is a boolean, `1e3` a
//! string, `0123` octal, `1:30` ninety, and a timestamp a string in Python's notation.
use super::{Number, Value};
use crate::python::MOST_DIGITS;

const LIMB: u128 = 1_000_000_000_000_000_000;
const LIMB_DIGITS: usize = 18;

/// Why a plain scalar means nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// `2024-13-01`.
    NoSuchDate,
    /// `0x_`.
    NoDigits,
    TooManyDigits,
    /// `=`, which YAML 1.1 gives a meaning that no reader knows.
    LoneEquals,
    /// `<<` that is not the key of a map.
    LoneMerge,
}

impl Fault {
    /// What is wrong with `text`.
    pub(super) fn message(self, text: &str) -> String {
        match self {
            Fault::NoSuchDate => format!("`{text}` looks like a date, but there is no such date"),
            Fault::NoDigits => format!("`{text}` looks like a number, but has no digits"),
            Fault::TooManyDigits => format!("the number has more than {MOST_DIGITS} digits"),
            Fault::LoneEquals => "a bare `=` has no meaning in YAML".to_owned(),
            Fault::LoneMerge => "`<<` is the key that merges maps, and cannot be a value".to_owned(),
        }
    }
}

/// The value that a plain scalar stands for; `Ok(None)` when it is just its text.
pub(super) fn resolve(text: &str) -> Result<Option<Value>, Fault> {
    let Some(first) = text.bytes().next() else { return Ok(Some(Value::Null)) };
    match first {
        b'~' | b'n' | b'N' | b'y' | b'Y' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' => Ok(word(text)),
        b'0'..=b'9' | b'+' | b'-' | b'.' => numeric(text),
        b'=' if text == "=" => Err(Fault::LoneEquals),
        b'<' if text == "<<" => Err(Fault::LoneMerge),
        _ => Ok(None),
    }
}

/// Whether a plain scalar stands for a date or a time.
pub(super) fn is_date(text: &str) -> bool {
    text.as_bytes().first().is_some_and(u8::is_ascii_digit) && resolves_to_date(text)
}

/// The integer that `!!int` makes of a text.
pub(super) fn integer(text: &str) -> Result<Number, Fault> {
    let digits: String = text.trim().chars().filter(|it| *it != '_').collect();
    let (negative, digits) = sign(&digits);
    let magnitude = if let Some(binary) = digits.strip_prefix("0b") {
        radix_digits(binary, 1)?
    } else if let Some(hexadecimal) = digits.strip_prefix("0x") {
        radix_digits(hexadecimal, 4)?
    } else if digits.starts_with('0') {
        radix_digits(digits, 3)?
    } else if digits.contains(':') {
        sexagesimal_digits(digits)?
    } else {
        return decimal(negative, digits);
    };
    magnitude.into_number(negative)
}

/// The number that `!!float` makes of a text.
pub(super) fn float(text: &str) -> Option<f64> {
    let plain: String = text.trim().chars().filter(|it| *it != '_').collect::<String>().to_ascii_lowercase();
    let (negative, plain) = sign(&plain);
    let magnitude = match plain {
        ".inf" => f64::INFINITY,
        ".nan" => return Some(f64::NAN),
        _ if plain.contains(':') => {
            let (mut sum, mut base) = (0.0, 1.0);
            for part in plain.rsplit(':') {
                sum += part.parse::<f64>().ok()? * base;
                base *= 60.0;
            }
            sum
        }
        _ => plain.parse().ok()?,
    };
    Some(if negative { -magnitude } else { magnitude })
}

/// The boolean that `!!bool` makes of a text.
pub(super) fn boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "true" | "on" => Some(true),
        "no" | "false" | "off" => Some(false),
        _ => None,
    }
}

/// The text that Python prints for the date that `!!timestamp` makes of a text.
pub(super) fn timestamp(text: &str) -> Result<String, Fault> {
    Timestamp::read(text).and_then(|it| it.print()).ok_or(Fault::NoSuchDate)
}

/// A number as Python's `repr` prints it, for numbers that are keys.
pub(super) fn print_number(number: &Number) -> String {
    match number {
        Number::Integer(it) => it.to_string(),
        Number::Big(it) => it.to_string(),
        Number::Float(it) if it.is_nan() => "NaN".to_owned(),
        Number::Float(it) if it.is_infinite() => if *it > 0.0 { "Infinity" } else { "-Infinity" }.to_owned(),
        Number::Float(it) => print_float(*it),
    }
}

fn word(text: &str) -> Option<Value> {
    match text {
        "~" | "null" | "Null" | "NULL" => Some(Value::Null),
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Some(Value::Bool(true)),
        "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => Some(Value::Bool(false)),
        _ => None,
    }
}

fn numeric(text: &str) -> Result<Option<Value>, Fault> {
    if is_integer(text) {
        return integer(text).map(|it| Some(Value::Number(it)));
    }
    if is_float(text) {
        return Ok(float(text).map(|it| Value::Number(Number::Float(it))));
    }
    if is_date(text) { timestamp(text).map(|it| Some(Value::Text(it.into()))) } else { Ok(None) }
}

/// Splits a sign off.
fn sign(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

fn is_integer(text: &str) -> bool {
    let (_, digits) = sign(text);
    let all = |digits: &str, allowed: fn(u8) -> bool| {
        !digits.is_empty() && digits.bytes().all(|it| it == b'_' || allowed(it))
    };
    match digits.as_bytes() {
        [b'0'] => true,
        [b'0', b'b', ..] => all(&digits[2..], |it| matches!(it, b'0' | b'1')),
        [b'0', b'x', ..] => all(&digits[2..], |it| it.is_ascii_hexdigit()),
        [b'0', ..] => all(&digits[1..], |it| matches!(it, b'0'..=b'7')),
        [b'1'..=b'9', ..] => match digits.split_once(':') {
            None => all(digits, |it| it.is_ascii_digit()),
            Some((first, rest)) => all(first, |it| it.is_ascii_digit()) && rest.split(':').all(is_sixtieth),
        },
        _ => false,
    }
}

/// `0` to `59`, with one digit or two.
fn is_sixtieth(part: &str) -> bool {
    matches!(part.as_bytes(), [b'0'..=b'9'] | [b'0'..=b'5', b'0'..=b'9'])
}

fn is_float(text: &str) -> bool {
    if matches!(text, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    let (_, plain) = sign(text);
    if matches!(plain, ".inf" | ".Inf" | ".INF") {
        return true;
    }
    let Some((whole, fraction)) = plain.split_once('.') else { return false };
    let digits = |text: &str| text.bytes().all(|it| it == b'_' || it.is_ascii_digit());
    let starts_with_digit = |text: &str| text.as_bytes().first().is_some_and(u8::is_ascii_digit);
    if let Some((first, sixtieths)) = whole.split_once(':') {
        return starts_with_digit(first) && digits(first) && sixtieths.split(':').all(is_sixtieth) && digits(fraction);
    }
    let (fraction, exponent) = match fraction.find(['e', 'E']) {
        Some(at) => (&fraction[..at], Some(&fraction[at + 1..])),
        None => (fraction, None),
    };
    // Without a sign an exponent is none: `1.5e3` is a string.
    let exponent_fits = exponent.is_none_or(|it| {
        it.strip_prefix(['+', '-']).is_some_and(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()))
    });
    if whole.is_empty() {
        // `.5` is a number, `-.5` is not.
        return plain.len() == text.len() && starts_with_digit(fraction) && digits(fraction) && exponent_fits;
    }
    starts_with_digit(whole) && digits(whole) && digits(fraction) && exponent_fits
}

fn resolves_to_date(text: &str) -> bool {
    Timestamp::read(text).is_some_and(|it| it.time.is_some() || text.len() == "2012-10-17".len())
}

/// The parts of a timestamp as written.
struct Timestamp<'a> {
    date: [u32; 3],
    time: Option<[u32; 3]>,
    fraction: &'a str,
    /// Minutes ahead of UTC.
    offset: Option<i32>,
}

impl<'a> Timestamp<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let (year, rest) = digits(text, 4, 4)?;
        let (month, rest) = digits(rest.strip_prefix('-')?, 1, 2)?;
        let (day, rest) = digits(rest.strip_prefix('-')?, 1, 2)?;
        let date = [year, month, day];
        if rest.is_empty() {
            return Some(Self { date, time: None, fraction: "", offset: None });
        }
        let blank = rest.trim_start_matches([' ', '\t']);
        let rest = if blank.len() < rest.len() { blank } else { rest.strip_prefix(['T', 't'])? };
        let (hour, rest) = digits(rest, 1, 2)?;
        let (minute, rest) = digits(rest.strip_prefix(':')?, 2, 2)?;
        let (second, rest) = digits(rest.strip_prefix(':')?, 2, 2)?;
        let (fraction, rest) = match rest.strip_prefix('.') {
            Some(rest) => rest.split_at(rest.bytes().take_while(u8::is_ascii_digit).count()),
            None => ("", rest),
        };
        let time = Some([hour, minute, second]);
        if rest.is_empty() {
            return Some(Self { date, time, fraction, offset: None });
        }
        let zone = rest.trim_start_matches([' ', '\t']);
        if zone == "Z" {
            return Some(Self { date, time, fraction, offset: Some(0) });
        }
        let (negative, zone) = (zone.starts_with('-'), zone.strip_prefix(['+', '-'])?);
        let (hours, rest) = digits(zone, 1, 2)?;
        let (minutes, rest) = match rest.strip_prefix(':') {
            Some(rest) => digits(rest, 2, 2)?,
            None => (0, rest),
        };
        let offset = i32::try_from(hours * 60 + minutes).ok()?;
        rest.is_empty().then_some(Self { date, time, fraction, offset: Some(if negative { -offset } else { offset }) })
    }

    /// `None` when there is no such date or time.
    fn print(&self) -> Option<String> {
        let [year, month, day] = self.date;
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        if year == 0 || day == 0 || day > days {
            return None;
        }
        let mut printed = format!("{year:04}-{month:02}-{day:02}");
        let Some([hour, minute, second]) = self.time else { return Some(printed) };
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        printed.push_str(&format!(" {hour:02}:{minute:02}:{second:02}"));
        let microseconds: String = self.fraction.chars().chain("000000".chars()).take(6).collect();
        if microseconds.bytes().any(|it| it != b'0') {
            printed.push('.');
            printed.push_str(&microseconds);
        }
        if let Some(offset) = self.offset {
            if offset.abs() >= 24 * 60 {
                return None;
            }
            let sign = if offset < 0 { '-' } else { '+' };
            printed.push_str(&format!("{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60));
        }
        Some(printed)
    }
}

/// Splits off a number of `least` to `most` digits, as many as there are.
fn digits(text: &str, least: usize, most: usize) -> Option<(u32, &str)> {
    let count = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    if count < least {
        return None;
    }
    let (digits, rest) = text.split_at(count);
    Some((digits.parse().ok()?, rest))
}

/// An integer without its sign, in limbs of eighteen decimal digits, the lowest first.
#[derive(Default)]
struct Magnitude(Vec<u128>);

impl Magnitude {
    /// `self * factor + addend`, for a factor of at most 60 bits.
    fn multiply_add(&mut self, factor: u128, addend: u128) {
        let mut carry = addend;
        for limb in &mut self.0 {
            carry += *limb * factor;
            *limb = carry % LIMB;
            carry /= LIMB;
        }
        while carry > 0 {
            self.0.push(carry % LIMB);
            carry /= LIMB;
        }
    }

    fn add(&mut self, other: &Magnitude) {
        self.0.resize(self.0.len().max(other.0.len()), 0);
        let mut carry = 0;
        for (position, limb) in self.0.iter_mut().enumerate() {
            carry += *limb + other.0.get(position).copied().unwrap_or(0);
            *limb = carry % LIMB;
            carry /= LIMB;
        }
        if carry > 0 {
            self.0.push(carry);
        }
    }

    fn into_number(self, negative: bool) -> Result<Number, Fault> {
        let mut text = String::from(if negative { "-" } else { "" });
        match self.0.split_last() {
            None => return Ok(Number::Integer(0)),
            Some((highest, rest)) => {
                text.push_str(&highest.to_string());
                rest.iter().rev().for_each(|limb| text.push_str(&format!("{limb:018}")));
            }
        }
        match text.parse() {
            Ok(integer) => Ok(Number::Integer(integer)),
            Err(_) if text.trim_start_matches('-').len() > MOST_DIGITS => Err(Fault::TooManyDigits),
            Err(_) => Ok(Number::Big(text.into())),
        }
    }
}

/// Reads digits of `bits` bits each.
fn radix_digits(digits: &str, bits: u32) -> Result<Magnitude, Fault> {
    if digits.is_empty() {
        return Err(Fault::NoDigits);
    }
    // No radix puts more than four bits into a digit, and a decimal digit holds more than three.
    if digits.trim_start_matches('0').len() * bits as usize > MOST_DIGITS * 4 {
        return Err(Fault::TooManyDigits);
    }
    let mut magnitude = Magnitude::default();
    for chunk in digits.as_bytes().chunks(15) {
        let mut value = 0;
        for digit in chunk {
            let digit = char::from(*digit).to_digit(1 << bits).ok_or(Fault::NoDigits)?;
            value = (value << bits) | u128::from(digit);
        }
        magnitude.multiply_add(1 << (bits as usize * chunk.len()), value);
    }
    Ok(magnitude)
}

/// Reads decimal numbers with colons between, each worth sixty times the next.
fn sexagesimal_digits(digits: &str) -> Result<Magnitude, Fault> {
    if digits.len() > MOST_DIGITS * 2 {
        return Err(Fault::TooManyDigits);
    }
    let mut magnitude = Magnitude::default();
    for part in digits.split(':') {
        magnitude.multiply_add(60, 0);
        if part.is_empty() || !part.bytes().all(|it| it.is_ascii_digit()) {
            return Err(Fault::NoDigits);
        }
        let mut value = Magnitude::default();
        for chunk in part.as_bytes().chunks(LIMB_DIGITS - 1) {
            let (scale, sum) =
                chunk.iter().fold((1, 0), |(scale, sum), it| (scale * 10, sum * 10 + u128::from(it - b'0')));
            value.multiply_add(scale, sum);
        }
        magnitude.add(&value);
    }
    Ok(magnitude)
}

/// An integer whose digits need no reckoning.
fn decimal(negative: bool, digits: &str) -> Result<Number, Fault> {
    if digits.is_empty() || !digits.bytes().all(|it| it.is_ascii_digit()) {
        return Err(Fault::NoDigits);
    }
    if digits.len() > MOST_DIGITS {
        return Err(Fault::TooManyDigits);
    }
    let signed = if negative { format!("-{digits}") } else { digits.to_owned() };
    Ok(signed.parse().map_or_else(|_| Number::Big(signed.into()), Number::Integer))
}

fn print_float(value: f64) -> String {
    let scientific = format!("{value:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) {
        let plain = format!("{value}");
        return if plain.contains('.') { plain } else { plain + ".0" };
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_as_python_prints_them() {
        let cases = [
            (1.5, "1.5"),
            (1e16, "1e+16"),
            (123_456.0, "123456.0"),
            (1e-5, "1e-05"),
            (0.0001, "0.0001"),
            (-0.0, "-0.0"),
        ];
        for (value, printed) in cases {
            assert_eq!(print_float(value), printed);
        }
    }

    #[test]
    fn long_integers_keep_every_digit() {
        let cases = [
            ("123456789012345678901234567890", "123456789012345678901234567890"),
            ("-0xFFFFFFFFFFFFFFFFFFFFFFFFF", "-1267650600228229401496703205375"),
            ("9223372036854775808", "9223372036854775808"),
            ("0_1777777777777777777777777", "9444732965739290427391"),
            ("123456789012345678901:30", "7407407340740740734090"),
        ];
        for (written, printed) in cases {
            assert_eq!(integer(written).map(|it| print_number(&it)), Ok(printed.to_owned()), "{written}");
        }
        assert_eq!(integer("-9223372036854775808"), Ok(Number::Integer(i64::MIN)));
        assert_eq!(integer(&"9".repeat(4301)), Err(Fault::TooManyDigits));
        assert!(integer(&"9".repeat(4300)).is_ok());
    }
}
