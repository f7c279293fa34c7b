//! The options of `samc check` about its report: formats, files, and what the exit status speaks of.
use crate::report::FORMATS;
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use std::ffi::OsStr;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Reporting {
    /// The format of the report, and the file to write it to; repeat it for several reports [default: human]
    #[arg(long = "format", value_name = "FORMAT[=FILE]", value_parser = WantedParser)]
    pub formats: Vec<Wanted>,

    /// Write the report to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Print how often each rule has found something, instead of the findings
    #[arg(long)]
    pub statistics: bool,

    /// Print findings only, without summary and progress
    #[arg(short, long)]
    pub quiet: bool,

    /// Also say what could not be checked, because macros, snippets in S3 or unknown values may still change it
    #[arg(short, long, conflicts_with = "quiet")]
    pub verbose: bool,

    /// Exit with status 1 for warnings too
    #[arg(long)]
    pub deny_warnings: bool,

    /// Exit with status 0 whatever is found
    #[arg(long)]
    pub exit_zero: bool,

    /// Exit with status 2 if there are no templates in a folder or under a glob
    #[arg(long)]
    pub error_on_no_templates: bool,
}

impl Reporting {
    /// Whether a report goes to a file.
    pub(super) fn writes_files(&self) -> bool {
        self.output.is_some() || self.formats.iter().any(|it| it.file.is_some())
    }
}

/// A report that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    /// One of [`FORMATS`].
    pub format: &'static str,
    pub file: Option<PathBuf>,
}

/// Reads `FORMAT` and `FORMAT=FILE`.
#[derive(Clone)]
struct WantedParser;

impl WantedParser {
    fn formats() -> impl Iterator<Item = PossibleValue> {
        FORMATS.iter().map(|it| PossibleValue::new(it.name).help(it.summary))
    }
}

impl TypedValueParser for WantedParser {
    type Value = Wanted;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<Wanted, clap::Error> {
        let bytes = value.as_encoded_bytes();
        let end = bytes.iter().position(|it| *it == b'=').unwrap_or(bytes.len());
        let name = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let name = PossibleValuesParser::new(Self::formats()).parse(command, argument, name.into())?;
        let format = FORMATS.iter().map(|it| it.name).find(|it| *it == name).expect("one of the possible values");
        if end == bytes.len() {
            return Ok(Wanted { format, file: None });
        }
        let file = file_behind(value, end);
        if file.as_os_str().is_empty() {
            let text = format!("`{format}=` names no file; write `{format}=FILE`, or `{format}` for standard output\n");
            return Err(clap::Error::raw(ErrorKind::InvalidValue, text).with_cmd(command));
        }
        Ok(Wanted { format, file: Some(file) })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(Self::formats()))
    }
}

/// The path behind the `=` at `end`, which need not be Unicode.
#[cfg(unix)]
fn file_behind(value: &OsStr, end: usize) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    OsStr::from_bytes(&value.as_bytes()[end + 1..]).into()
}

#[cfg(not(unix))]
fn file_behind(value: &OsStr, _: usize) -> PathBuf {
    value.to_string_lossy().split_once('=').map(|(_, it)| it.into()).unwrap_or_default()
}
