//! Whether reports are colored and drawn with lines: the terminal, the options and the environment decide.
use samc::cli::{self, Io, Terminal};

/// The report on a broken template, as it is printed under an environment.
fn report(arguments: &[&str], terminal: Option<Terminal>, environment: &[(&str, &str)]) -> String {
    let mut stderr = Vec::new();
    let mut io = Io {
        stdin: Box::new(&b"nothing: here"[..]),
        stdout: Box::new(std::io::sink()),
        stderr: Box::new(&mut stderr),
        terminal: Box::new(move |_| terminal),
        variable: Box::new(|name| environment.iter().find(|it| it.0 == name).map(|it| it.1.to_owned())),
        clock: Box::new(std::time::Duration::default),
    };
    let arguments = ["samc", "expand", "-"].iter().chain(arguments);
    cli::run(arguments.map(Into::into), &mut io);
    drop(io);
    String::from_utf8(stderr).unwrap()
}

fn is_colored(report: &str) -> bool {
    report.contains('\x1b')
}

#[test]
fn color_is_for_terminals() {
    let terminal = Some(Terminal { width: Some(80) });
    assert!(is_colored(&report(&[], terminal, &[])));
    assert!(is_colored(&report(&[], terminal, &[("NO_COLOR", ""), ("TERM", "xterm")])));
    assert!(!is_colored(&report(&[], terminal, &[("NO_COLOR", "1")])));
    assert!(!is_colored(&report(&[], terminal, &[("TERM", "dumb")])));
    assert!(!is_colored(&report(&[], None, &[])));
    assert!(!is_colored(&report(&["--color", "never"], terminal, &[])));
    assert!(is_colored(&report(&["--color", "always"], None, &[("NO_COLOR", "1")])));
}

#[test]
fn the_environment_forces_color() {
    let terminal = Some(Terminal { width: Some(80) });
    for name in ["FORCE_COLOR", "CLICOLOR_FORCE"] {
        assert!(is_colored(&report(&[], None, &[(name, "1")])), "{name}");
        assert!(is_colored(&report(&[], terminal, &[(name, "1"), ("TERM", "dumb"), ("CLICOLOR", "0")])), "{name}");
        assert!(!is_colored(&report(&[], None, &[(name, "")])), "{name}");
        assert!(!is_colored(&report(&[], None, &[(name, "0")])), "{name}");
        // Whoever wants no color is heard first, and the command line before all.
        assert!(!is_colored(&report(&[], terminal, &[(name, "1"), ("NO_COLOR", "1")])), "{name}");
        assert!(!is_colored(&report(&["--color", "never"], terminal, &[(name, "1")])), "{name}");
    }
    assert!(!is_colored(&report(&[], terminal, &[("CLICOLOR", "0")])));
    assert!(is_colored(&report(&[], terminal, &[("CLICOLOR", "1")])));
    assert!(!is_colored(&report(&[], None, &[("CLICOLOR", "1")])));
}

#[test]
fn lines_are_drawn_where_the_terminal_knows_the_characters() {
    let terminal = Some(Terminal { width: None });
    assert!(report(&[], terminal, &[("LANG", "de_DE.UTF-8")]).contains('╭'));
    assert!(report(&[], terminal, &[("LANG", "de_DE.UTF-8"), ("LC_ALL", "C")]).is_ascii());
    assert!(report(&[], None, &[("LANG", "de_DE.UTF-8")]).is_ascii());
}

#[test]
fn usage_is_colored_as_reports_are() {
    let terminal = Some(Terminal { width: Some(80) });
    assert!(is_colored(&report(&["--nonsense"], terminal, &[])));
    assert!(!is_colored(&report(&["--nonsense"], terminal, &[("NO_COLOR", "1")])));
}
