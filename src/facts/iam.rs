//! The actions that IAM policies can name, by service: what `data/iam.py` wrote and `build.rs` packed.
use super::dictionary::Dictionary;
use super::packed;

static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/iam_actions.bin"));

/// The words of which actions consist.
static WORDS: Dictionary = Dictionary::new(
    include_bytes!(concat!(env!("OUT_DIR"), "/iam_lengths.bin")),
    include_str!(concat!(env!("OUT_DIR"), "/iam_dictionary.txt")),
);

/// A service as policies name it, such as `s3`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Service {
    pub prefix: &'static str,
    /// Where its actions begin.
    at: usize,
}

/// The service with a prefix, in whatever case; `None` when it is not known.
pub(crate) fn service(prefix: &str) -> Option<Service> {
    let (mut start, mut end) = (0, packed::fixed(PACKED, 0));
    let prefix = prefix.to_ascii_lowercase();
    while start < end {
        let middle = usize::midpoint(start, end);
        let found = Service::at(middle);
        match prefix.as_str().cmp(found.prefix) {
            std::cmp::Ordering::Less => end = middle,
            std::cmp::Ordering::Equal => return Some(found),
            std::cmp::Ordering::Greater => start = middle + 1,
        }
    }
    None
}

/// All services, sorted by their prefixes.
pub(crate) fn services() -> impl Iterator<Item = Service> {
    (0..packed::fixed(PACKED, 0)).map(Service::at)
}

impl Service {
    fn at(index: usize) -> Self {
        let mut at = packed::fixed(PACKED, (index + 1) * 4);
        let prefix = packed::text(PACKED, &mut at);
        Self { prefix, at }
    }

    /// Whether it has an action, in whatever case.
    pub(crate) fn has(self, action: &str) -> bool {
        let mut at = self.at;
        // Where those words end in it that the action before began with.
        let mut ends: Vec<usize> = Vec::new();
        (0..packed::number(PACKED, &mut at)).any(|_| {
            let (shared, others) = counts(&mut at);
            // A shared word that differs differs again.
            let mut fits = shared <= ends.len();
            ends.truncate(shared);
            let mut end = ends.last().copied().unwrap_or_default();
            for _ in 0..others {
                let word = packed::number(PACKED, &mut at);
                if fits {
                    let word = WORDS.text(word);
                    fits = action.get(end..end + word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word));
                    if fits {
                        end += word.len();
                        ends.push(end);
                    }
                }
            }
            fits && end == action.len()
        })
    }

    /// Calls `visit` with one action after the other, until it returns true. Whether it did.
    pub(crate) fn any(self, mut visit: impl FnMut(&str) -> bool) -> bool {
        let mut at = self.at;
        let mut name = String::new();
        // Where each of its words ends.
        let mut ends: Vec<usize> = Vec::new();
        (0..packed::number(PACKED, &mut at)).any(|_| {
            let (shared, others) = counts(&mut at);
            ends.truncate(shared);
            name.truncate(ends.last().copied().unwrap_or_default());
            for _ in 0..others {
                name.push_str(WORDS.text(packed::number(PACKED, &mut at)));
                ends.push(name.len());
            }
            visit(&name)
        })
    }

    /// The names of all its actions.
    pub(crate) fn actions(self) -> Vec<String> {
        let mut found = Vec::new();
        self.any(|it| {
            found.push(it.to_owned());
            false
        });
        found
    }
}

/// How many words an action shares with the one before, and how many others it has.
fn counts(at: &mut usize) -> (usize, usize) {
    let counts = packed::number(PACKED, at);
    let others = match counts & 7 {
        7 => 7 + packed::number(PACKED, at),
        others => others,
    };
    (counts >> 3, others)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_is_read_as_it_was_written() {
        let mut lines = include_str!("../../data/iam_actions.txt").lines().skip(1);
        assert!(services().map(|it| it.prefix).is_sorted());
        for it in services() {
            assert_eq!(lines.next(), Some(it.prefix));
            assert_eq!(service(it.prefix).map(|it| it.at), Some(it.at));
            let actions = it.actions();
            for action in &actions {
                assert_eq!(lines.next(), Some(&*format!(" {action}")));
                assert!(it.has(action) && it.has(&action.to_ascii_lowercase()));
                for other in [&action[..action.len() - 1], &format!("{action}s"), &format!("{action}ß")] {
                    let is_there = actions.iter().any(|it| it.eq_ignore_ascii_case(other));
                    assert_eq!(it.has(other), is_there, "{other}");
                }
            }
        }
        assert_eq!(lines.next(), None);
    }

    #[test]
    fn services_are_found_in_any_case() {
        assert_eq!(service("DynamoDB").map(|it| it.prefix), Some("dynamodb"));
        assert!(service("dynamodb").is_some_and(|it| it.any(|it| it == "GetItem")));
        for name in ["", "dynamo", "zzz", "*"] {
            assert!(service(name).is_none(), "{name}");
        }
    }
}
