//! A mutator that knows templates: it moves, renames and retypes values where samc's own reader says that they stand.
//! The result is always text, though seldom a sound template.
mod document;
mod edits;
mod words;

use crate::input::SEPARATOR;
use document::{Document, read};
use edits::EDITS;
use fastrand::Rng;

/// One in so many mutations is of bytes: what no reader understands must be refused well, too.
const BYTES: u8 = 5;

/// Changes the first bytes of some, and returns how many there are then: given are the bytes, their number, and the most
/// there may be.
pub type MutateBytes = fn(&mut [u8], usize, usize) -> usize;

/// For `fuzz_mutator!`: changes the first `size` bytes of `data` and returns how many there are then, at most `max_size`.
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32, mutate_bytes: MutateBytes) -> usize {
    let mut rng = Rng::with_seed(seed.into());
    let mutated = (rng.u8(..BYTES) != 0).then(|| of_one(&data[..size], &mut rng, edited)).flatten();
    match mutated.filter(|it| !it.is_empty() && it.len() <= max_size) {
        Some(text) => copy(&text, data),
        None => mutate_bytes(data, size, max_size),
    }
}

/// For `fuzz_crossover!`: puts a part of the second input into the first and writes that to `out`.
pub fn cross_over(one: &[u8], other: &[u8], out: &mut [u8], seed: u32) -> usize {
    let mut rng = Rng::with_seed(seed.into());
    let other = std::str::from_utf8(other).unwrap_or_default();
    let donors: Vec<&str> = other.split(SEPARATOR).collect();
    let donor = donors[rng.usize(..donors.len())];
    let crossed = of_one(one, &mut rng, |text, rng| {
        let (tree, donor_tree) = (read(text)?, read(donor)?);
        edits::take_from(&Document::of(text, &tree), &Document::of(donor, &donor_tree), rng)
    });
    match crossed.filter(|it| it.len() <= out.len()) {
        Some(text) => copy(&text, out),
        // Nothing to cross: the first input as far as there is room.
        None => {
            let size = one.len().min(out.len());
            out[..size].copy_from_slice(&one[..size]);
            size
        }
    }
}

/// An input of which one text is changed.
fn of_one(data: &[u8], rng: &mut Rng, change: impl Fn(&str, &mut Rng) -> Option<String>) -> Option<String> {
    let mut texts: Vec<String> = std::str::from_utf8(data).ok()?.split(SEPARATOR).map(str::to_owned).collect();
    let number = rng.usize(..texts.len());
    texts[number] = change(&texts[number], rng)?;
    Some(texts.join(SEPARATOR))
}

fn edited(text: &str, rng: &mut Rng) -> Option<String> {
    let tree = read(text)?;
    let document = Document::of(text, &tree);
    // An edit may find nothing to work on, such as an entry in a list of numbers.
    (0..4).find_map(|_| EDITS[rng.usize(..EDITS.len())](&document, rng))
}

fn copy(text: &str, out: &mut [u8]) -> usize {
    out[..text.len()].copy_from_slice(text.as_bytes());
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = include_str!("../../../examples/get-products/template.yaml");

    const OTHER: &str = r#"{"Resources": {"T": {"Type": "AWS::SNS::Topic", "Properties": {"A": [1, {"B": "c"}]}}}}"#;

    /// How many of a thousand attempts give something else, and what part of that is still YAML.
    fn readable(edit: impl Fn(&mut Rng) -> Option<String>) -> (usize, f64) {
        let results = (0..1000).filter_map(|seed| edit(&mut Rng::with_seed(seed)));
        let (readable, broken): (Vec<_>, Vec<_>) =
            results.filter(|it| *it != TEMPLATE).partition(|it| read(it).is_some());
        let number = readable.len() + broken.len();
        (number, readable.len() as f64 / number as f64)
    }

    #[test]
    fn most_edits_leave_yaml() {
        let tree = read(TEMPLATE).unwrap();
        let document = Document::of(TEMPLATE, &tree);
        for (index, edit) in EDITS.iter().enumerate() {
            let (number, readable) = readable(|rng| edit(&document, rng));
            assert!(number > 200 && readable > 0.4, "edit {index}: {readable} of {number}");
        }
    }

    #[test]
    fn what_is_taken_from_another_document_fits() {
        let (tree, other) = (read(TEMPLATE).unwrap(), read(OTHER).unwrap());
        let (yaml, json) = (Document::of(TEMPLATE, &tree), Document::of(OTHER, &other));
        assert!(readable(|rng| edits::take_from(&yaml, &json, rng)).1 > 0.8);
        assert!(readable(|rng| edits::take_from(&json, &yaml, rng)).1 > 0.8);
    }
}
