//! Places as browsers count them: in units of UTF-16.

/// Translates between the bytes of a text and its units of UTF-16.
#[derive(Debug, Default)]
pub struct Places {
    /// Behind each character of more than one byte: the offset in bytes, and in units.
    steps: Vec<(usize, usize)>,
}

impl Places {
    /// Those of a text.
    pub fn of(text: &str) -> Self {
        let mut steps = Vec::new();
        let (mut bytes, mut units) = (0, 0);
        for it in text.chars() {
            bytes += it.len_utf8();
            units += it.len_utf16();
            if it.len_utf8() > 1 {
                steps.push((bytes, units));
            }
        }
        Self { steps }
    }

    /// The unit at a byte, which begins a character.
    pub fn unit(&self, byte: usize) -> usize {
        let before = self.steps.partition_point(|(it, _)| *it <= byte);
        let (bytes, units) = before.checked_sub(1).map_or((0, 0), |it| self.steps[it]);
        units + (byte - bytes)
    }

    /// The byte at a unit, which begins a character.
    pub fn byte(&self, unit: usize) -> usize {
        let before = self.steps.partition_point(|(_, it)| *it <= unit);
        let (bytes, units) = before.checked_sub(1).map_or((0, 0), |it| self.steps[it]);
        bytes + (unit - units)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_and_units_lead_to_each_other() {
        let text = "aü€😀x\nü";
        let places = Places::of(text);
        for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let unit = text[..byte].encode_utf16().count();
            assert_eq!((places.unit(byte), places.byte(unit)), (unit, byte));
        }
    }
}
