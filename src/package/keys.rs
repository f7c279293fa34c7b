//! The names of artifacts: what `sam package` calls them, which is a hash of what is in them.
use md5::{Digest, Md5};
use std::fmt::Write;

/// The hash of a content that comes in parts.
#[derive(Default)]
pub(super) struct Hash(Md5);

impl Hash {
    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// In hexadecimal digits.
    pub(super) fn finish(self) -> String {
        self.0.finalize().iter().fold(String::new(), |mut text, byte| {
            // Writing to a text does not fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

/// The hash of one content.
pub(super) fn of(content: &[u8]) -> String {
    let mut hash = Hash::default();
    hash.update(content);
    hash.finish()
}

/// The key of a folder: the hash of the paths of its files, in their order, each with the hash of its content behind it.
/// Modes and times do not count.
#[derive(Default)]
pub(super) struct FolderKey(Hash);

impl FolderKey {
    /// Adds a file, whose path has slashes and comes behind those added before.
    pub(super) fn add(&mut self, path: &str, content: &str) {
        self.0.update(path.as_bytes());
        self.0.update(content.as_bytes());
    }

    pub(super) fn finish(self) -> String {
        self.0.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Recorded with SAM CLI 1.170.
    #[test]
    fn a_folder_with_one_file() {
        let mut key = FolderKey::default();
        key.add("single.py", &of(b"x = 1\n"));
        assert_eq!(key.finish(), "da3cffd25a0278a354891b5a4ce64eaa");
    }
}
