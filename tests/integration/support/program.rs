//! Calls the program in a folder of files.
use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A folder of files to call the program in.
pub(crate) fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

pub(crate) fn samc(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_samc"));
    command.current_dir(folder).env_remove("NO_COLOR").stdin(Stdio::null());
    command
}

/// Exit status, standard output and standard error of a call.
pub(crate) fn call<S: AsRef<OsStr>>(folder: &TempDir, arguments: &[S]) -> (i32, String, String) {
    read(&samc(folder.path()).args(arguments).output().unwrap())
}

pub(crate) fn call_with_input(folder: &TempDir, arguments: &[&str], input: &[u8]) -> (i32, String, String) {
    let mut command = samc(folder.path());
    let command = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    read(&child.wait_with_output().unwrap())
}

pub(crate) fn read(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

pub(crate) fn assert_one_line_of_fault(stderr: &str) {
    assert!(stderr.starts_with("error: ") && stderr.lines().count() == 1, "{stderr}");
}
