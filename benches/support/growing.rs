//! Templates of any size, made from those in `benches/growth`.

/// Repeats the lines from `# repeat` to `# end`, or to the end of the text, with the numbers from 1 to `size` for `{n}`.
pub(crate) fn grow(text: &str, size: usize) -> String {
    let mut grown = String::new();
    let mut repeated: Option<String> = None;
    for line in text.lines().chain(["# end"]) {
        match (line, &mut repeated) {
            ("# repeat", _) => repeated = Some(String::new()),
            ("# end", _) => {
                let part = repeated.take().unwrap_or_default();
                grown.extend((1..=size).map(|number| part.replace("{n}", &number.to_string())));
            }
            (_, Some(part)) => *part += &format!("{line}\n"),
            (_, None) => grown += &format!("{line}\n"),
        }
    }
    grown
}
