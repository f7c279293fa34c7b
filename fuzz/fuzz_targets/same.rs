//! What is found does not depend on how a text is stored, when it is looked at, and where.
#![no_main]
use libfuzzer_sys::fuzz_target;
use samc::diagnostic::Diagnostic;
use samc::source::Sources;
use samc::syntax::decode;
use samc::{check, compile, emit};
use samc_fuzz::{input, promises};
use std::thread;

fuzz_target!(|data: &[u8]| {
    let Some((text, _)) = input::texts(data) else { return };
    let text = text.trim_start_matches('\u{feff}');
    let plain = all_that_is_said(text.as_bytes().to_owned());
    assert_eq!(plain, all_that_is_said(text.as_bytes().to_owned()), "the second time");
    assert_eq!(plain, all_that_is_said(["\u{feff}".as_bytes(), text.as_bytes()].concat()), "with a byte-order mark");
    let utf16 = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes);
    assert_eq!(plain, all_that_is_said(utf16.collect()), "in UTF-16");
    let bytes = text.as_bytes().to_owned();
    let elsewhere = thread::spawn(|| all_that_is_said(bytes)).join().expect("a thread has enough of a stack");
    assert_eq!(plain, elsewhere, "in a thread");
    if !text.contains('\r') {
        let carried = all_that_is_said(text.replace('\n', "\r\n").into_bytes());
        assert_eq!(plain, carried, "with carriage returns");
    }
});

/// Findings by line and column, and the document.
fn all_that_is_said(bytes: Vec<u8>) -> (Vec<String>, Option<String>) {
    let (source, undecodable) = decode("template.yaml", bytes);
    let options = promises::options();
    let document = match undecodable {
        None => compile(&source, &options).document().map(|it| emit::yaml(&it).unwrap_or_default()),
        Some(_) => None,
    };
    let findings = undecodable.map_or_else(|| check(&source, &options), |it| vec![it]);
    let sources = Sources::new(source);
    (findings.iter().map(|it| said(&sources, it)).collect(), document)
}

fn said(sources: &Sources, finding: &Diagnostic) -> String {
    let place = |span| {
        let [start, end] = sources.of(span).positions(span);
        format!("{}:{}-{}:{}", start.line, start.column, end.line, end.column)
    };
    let related = finding.related.iter().map(|it| format!("\n{} {}", place(it.span), it.message));
    let edits =
        finding.fix.iter().flat_map(|it| &it.edits).map(|it| format!("\n{} {:?}", place(it.span), it.replacement.replace('\r', "")));
    let rest: String = related.chain(edits).chain(finding.help.clone()).collect();
    format!("{:?} {} {} {}{rest}", finding.severity, finding.code.name, place(finding.span), finding.message)
}

samc_fuzz::mutate_templates!();
