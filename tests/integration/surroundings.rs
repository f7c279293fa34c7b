//! The library knows nothing of the machine that it runs on, so that it runs in a web page too.
use crate::support::repository::{File, files};
use crate::support::rust_source::{self, tokens};

/// Who alone knows files, streams, threads, clocks and other processes: the library runs where there are none.
const SURROUNDED: &[&str] = &["src/cli/", "src/main.rs"];
const SURROUNDINGS: &[&str] = &["env", "fs", "net", "os", "process", "thread", "time"];
const STREAMS: &[&str] = &["stderr", "stdin", "stdout"];
const PRINTERS: &[&str] = &["dbg", "eprint", "eprintln", "print", "println"];

#[test]
fn the_command_line_alone_knows_files_and_streams() {
    let faults = surroundings_faults(&files());
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

fn surroundings_faults(files: &[File]) -> Vec<String> {
    let mut faults = Vec::new();
    let is_free = |it: &&File| it.is_source() && !SURROUNDED.iter().any(|place| it.path.starts_with(place));
    for file in files.iter().filter(is_free) {
        let code = file.code_without_tests();
        let imports = rust_source::imports(code, &[]);
        let imported = imports.iter().filter_map(|it| match it.steps[..] {
            ["std", "io", name, ..] if STREAMS.contains(&name) => Some(name),
            ["std", name, ..] if SURROUNDINGS.contains(&name) => Some(name),
            _ => None,
        });
        let tokens = tokens(code);
        let named = tokens.windows(3).filter_map(|it| match *it {
            ["std", "::", name] if SURROUNDINGS.contains(&name) => Some(name),
            ["io", "::", name] if STREAMS.contains(&name) => Some(name),
            [name, "!", _] if PRINTERS.contains(&name) => Some(name),
            _ => None,
        });
        let mut names: Vec<&str> = imported.chain(named).collect();
        names.sort_unstable();
        names.dedup();
        faults.extend(names.iter().map(|it| format!("{}: leave `{it}` to {}", file.path, SURROUNDED[0])));
    }
    faults
}

#[test]
fn a_file_of_the_library_that_knows_its_surroundings() {
    for text in [
        "use std::fs;",
        "use std::{env, fmt};",
        "use std::time::{Instant};",
        "fn f() { std::process::exit(1) }",
        "use std::io; fn f() { io::stdout(); }",
        "use std::io::{Write, stderr};",
        "fn f() { println!(); }",
    ] {
        assert_eq!(faults_of("src/emit.rs", text).len(), 1, "{text}");
        assert_eq!(faults_of("src/cli/emit.rs", text), [""; 0], "{text}");
    }
    let free = "use std::io::{self, Write}; fn f(it: &str) -> fmt::Result { env!(\"A\"); write!(to, it) }\n\
        #[cfg(test)]\nmod tests { use std::fs; }";
    assert_eq!(faults_of("src/emit.rs", free), [""; 0]);
}

fn faults_of(path: &str, text: &str) -> Vec<String> {
    surroundings_faults(&[File::new(path, text)])
}
