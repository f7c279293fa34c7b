//! Zip files whose bytes depend on nothing but paths, contents and modes.
use super::keys::{self, FolderKey};
use super::project::Member;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Seek, Write};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

/// What everybody may do with a file: Lambda runs the code as another user ("Deploy … as .zip file archives" in the developer
/// guide of Lambda). `sam package` adds it for functions and layers. Other folders have the same key, and get the same bytes.
const READABLE: u32 = 0o444;
/// Files that one thread compresses at a time, and bytes.
const FILES: usize = 64;
const BYTES: u64 = 2 * 1024 * 1024;
/// How many such parts are held in memory at most.
const PARTS: usize = 16;
/// From how many bytes on the format needs longer numbers.
const LARGE: u64 = 0xFFFF_0000;

/// What there is to know of a zip file that was written.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub key: String,
    /// The contents of the files that were asked for, by their names.
    pub contents: BTreeMap<String, Vec<u8>>,
}

/// Reads a member.
type Reading<'a> = &'a (dyn Fn(&Member) -> io::Result<Vec<u8>> + Sync);

/// Why a zip file could not be written.
#[derive(Debug)]
pub(super) enum Failure {
    /// This member could not be read.
    Unreadable(String, io::Error),
    Unwritable(io::Error),
}

impl From<ZipError> for Failure {
    fn from(error: ZipError) -> Self {
        Self::Unwritable(match error {
            ZipError::Io(error) => error,
            other => other.into(),
        })
    }
}

/// Writes the members, which are sorted, and gives back the content of those that are `wanted`. `progress` is told how many
/// of them are done.
pub(super) fn write<W: Write + Seek>(
    members: &[Member],
    read: Reading<'_>,
    wanted: &[&str],
    progress: &dyn Fn(usize),
    out: W,
) -> Result<Written, Failure> {
    let mut writer = ZipWriter::new(out);
    match write_members(members, read, wanted, progress, &mut writer) {
        Ok(written) => {
            writer.finish()?;
            Ok(written)
        }
        Err(failure) => {
            // It would try to complete the file, and complain on standard error that it cannot.
            std::mem::forget(writer);
            Err(failure)
        }
    }
}

fn write_members<W: Write + Seek>(
    members: &[Member],
    read: Reading<'_>,
    wanted: &[&str],
    progress: &dyn Fn(usize),
    writer: &mut ZipWriter<W>,
) -> Result<Written, Failure> {
    let (mut key, mut contents, mut done) = (FolderKey::default(), BTreeMap::new(), 0);
    let parts = parts(members);
    for batch in parts.chunks(PARTS) {
        let compressed: Result<Vec<Part>, Failure> =
            batch.par_iter().map(|part| Part::of(part, read, wanted)).collect();
        for (part, members) in compressed?.into_iter().zip(batch) {
            members.iter().zip(&part.hashes).for_each(|(member, hash)| key.add(&member.name, hash));
            contents.extend(part.contents);
            writer.merge_archive(ZipArchive::new(Cursor::new(part.zip))?)?;
            done += members.len();
        }
        progress(done);
    }
    Ok(Written { key: key.finish(), contents })
}

/// What there is to know of a zip file that somebody else has written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Contents {
    /// The size of all files when they are unzipped.
    pub unzipped: u64,
    /// The mode of the file that a runtime of one's own begins with, where the zip file has modes.
    pub bootstrap: Option<u32>,
}

/// What is in a zip file; `None` for what is none.
pub(super) fn contents(content: impl Read + Seek) -> Option<Contents> {
    let mut archive = ZipArchive::new(content).ok()?;
    let mut unzipped = 0_u64;
    for number in 0..archive.len() {
        unzipped = unzipped.saturating_add(archive.by_index_raw(number).map_or(0, |it| it.size()));
    }
    let bootstrap = archive.by_name("bootstrap").ok().and_then(|it| it.unix_mode());
    Some(Contents { unzipped, bootstrap })
}

/// The members in parts, each of which is compressed by one thread. Where a part ends depends on the members alone.
fn parts(members: &[Member]) -> Vec<&[Member]> {
    let mut bytes = 0;
    let mut files = 0;
    members
        .chunk_by(|one, _| {
            bytes += one.size;
            files += 1;
            let goes_on = bytes < BYTES && files < FILES;
            if !goes_on {
                (bytes, files) = (0, 0);
            }
            goes_on
        })
        .collect()
}

/// Some members as a zip file of their own.
struct Part {
    zip: Vec<u8>,
    hashes: Vec<String>,
    contents: Vec<(String, Vec<u8>)>,
}

impl Part {
    fn of(members: &[Member], read: Reading<'_>, wanted: &[&str]) -> Result<Self, Failure> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let (mut hashes, mut contents) = (Vec::new(), Vec::new());
        for member in members {
            let content = read(member).map_err(|error| Failure::Unreadable(member.name.clone(), error))?;
            hashes.push(keys::of(&content));
            let options = SimpleFileOptions::default()
                .compression_method(CompressionMethod::Deflated)
                .last_modified_time(DateTime::default())
                .system(System::Unix)
                .unix_permissions(member.mode | READABLE)
                .large_file(content.len() as u64 >= LARGE);
            writer.start_file(&*member.name, options)?;
            writer.write_all(&content).map_err(Failure::Unwritable)?;
            if wanted.contains(&&*member.name) {
                contents.push((member.name.clone(), content));
            }
        }
        Ok(Self { zip: writer.finish()?.into_inner(), hashes, contents })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn member(name: &str, mode: u32, size: u64) -> Member {
        Member { name: name.to_owned(), real: PathBuf::from(name), mode, size }
    }

    fn zipped(members: &[Member]) -> (Vec<u8>, Written) {
        let mut out = Cursor::new(Vec::new());
        let read = |it: &Member| Ok(it.name.repeat(100).into_bytes());
        let written = write(members, &read, &["a"], &|_| (), &mut out).expect("written");
        (out.into_inner(), written)
    }

    #[test]
    fn modes_are_kept_and_times_are_not() {
        let (bytes, written) = zipped(&[member("a", 0o600, 1), member("ü/run", 0o700, 1)]);
        let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip file");
        let mut seen = Vec::new();
        for number in 0..archive.len() {
            let file = archive.by_index(number).expect("a member");
            let time = file.last_modified().expect("a time");
            assert_eq!((time.year(), time.month(), time.day(), time.hour()), (1980, 1, 1, 0));
            assert_eq!(file.compression(), CompressionMethod::Deflated);
            seen.push((file.name().expect("a name").into_owned(), file.unix_mode().expect("a mode")));
        }
        assert_eq!(seen, [("a".to_owned(), 0o100_644), ("ü/run".to_owned(), 0o100_744)]);
        assert_eq!(written.contents.keys().collect::<Vec<_>>(), ["a"]);
    }

    #[test]
    fn many_parts_make_one_archive() {
        let members: Vec<Member> = (0..1000).map(|it| member(&format!("{it:04}"), 0o644, 1)).collect();
        assert_eq!(parts(&members).len(), 16);
        assert_eq!(parts(&[member("a", 0, BYTES), member("b", 0, BYTES), member("c", 0, 1)]).len(), 3);
        let (bytes, written) = zipped(&members);
        assert_eq!(zipped(&members).0, bytes);
        let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip file");
        let names: Vec<String> = archive.file_names().map(|it| it.expect("a name").into_owned()).collect();
        assert_eq!(names, members.iter().map(|it| &*it.name).collect::<Vec<_>>());
        let mut text = String::new();
        archive.by_name("0999").expect("a member").read_to_string(&mut text).expect("its content");
        assert_eq!(text, "0999".repeat(100));
        let mut key = FolderKey::default();
        members.iter().for_each(|it| key.add(&it.name, &keys::of(it.name.repeat(100).as_bytes())));
        assert_eq!(written.key, key.finish());
    }

    #[test]
    fn what_is_a_zip_file() {
        let bytes = zipped(&[member("a", 0, 1), member("bootstrap", 0o755, 9)]).0;
        assert_eq!(contents(Cursor::new(bytes)), Some(Contents { unzipped: 1000, bootstrap: Some(0o100_755) }));
        assert_eq!(contents(Cursor::new(b"PK".to_vec())), None);
        assert_eq!(contents(Cursor::new(b"x = 1\n".to_vec())), None);
    }
}
