//! A configuration is read, or refused at its place, and changes nothing but what it names.
#![no_main]
use libfuzzer_sys::fuzz_target;
use samc::check;
use samc::cli::{Io, run};
use samc::configuration;
use samc::diagnostic::Diagnostic;
use samc::source::{Source, Sources};
use samc_fuzz::{input, promises};
use std::ffi::OsString;
use std::fs;
use std::process::ExitCode;
use std::sync::LazyLock;
use tempfile::TempDir;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder for the configuration"));

fuzz_target!(|data: &[u8]| {
    let Some((text, template)) = input::texts(data) else { return };
    let source = Source::new(".samc.yaml", text);
    let (configuration, problems) = configuration::read(&source);
    promises::places_lie_in_the_text(&Sources::new(source), &problems);
    assert!(problems.iter().all(Diagnostic::is_error), "a configuration is right or wrong: {problems:#?}");
    if problems.is_empty() {
        let options = promises::options().with_known_types(&configuration.types);
        let options = options.with_parameters(configuration.parameters.clone());
        let found = check(&Source::new("template.yaml", template), &options);
        let levelled = configuration.rules.applied(found.clone());
        assert!(levelled.len() <= found.len());
        assert!(levelled.iter().all(|it| found.iter().any(|one| one.span == it.span && one.message == it.message)));
    }
    run_check(text, template, problems.is_empty());
});

/// Runs the command as a project with this configuration would.
fn run_check(text: &str, template: &str, is_sound: bool) {
    let file = FOLDER.path().join(configuration::FILE_NAME);
    fs::write(&file, text).expect("the folder can be written to");
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let mut io = Io {
        stdin: Box::new(template.as_bytes()),
        stdout: Box::new(&mut stdout),
        stderr: Box::new(&mut stderr),
        terminal: Box::new(|_| None),
        variable: Box::new(|_| None),
        clock: Box::new(std::time::Duration::default),
    };
    let stdin_name = FOLDER.path().join("template.yaml");
    let arguments: [OsString; 7] = [
        "samc".into(),
        "check".into(),
        "--filter".into(),
        "--config".into(),
        file.into(),
        "--stdin-filename".into(),
        stdin_name.into(),
    ];
    let status = run(arguments, &mut io);
    drop(io);
    for printed in [stdout, stderr] {
        promises::shows(&String::from_utf8(printed).expect("UTF-8 is printed"));
    }
    assert!(is_sound || status == ExitCode::from(2), "a wrong configuration ends with {status:?}");
}

samc_fuzz::mutate_templates!();
