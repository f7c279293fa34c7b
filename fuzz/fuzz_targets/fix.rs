//! A fixed template is no worse than before, and there is nothing left to fix.
#![no_main]
use libfuzzer_sys::fuzz_target;
use samc::diagnostic::Diagnostic;
use samc::fix::{Fixes, mend};
use samc::report::{Tally, json};
use samc::source::{Source, Sources};
use samc::{check, compile};
use samc_fuzz::{input, promises};

fuzz_target!(|data: &[u8]| {
    let Some((text, _)) = input::texts(data) else { return };
    let check = |source: &Source| check(source, &promises::options());
    let source = Source::new("template.yaml", text);
    let before = check(&source);
    let mended = mend(source.clone(), before.clone(), Fixes::All, &check);
    let after = check(&mended.source);
    assert_eq!(lines(&mended.source, &mended.problems), lines(&mended.source, &after), "it says what it did not find");
    if mended.changes.is_empty() {
        assert_eq!(mended.source.text(), text, "changed without a change");
        return;
    }
    promises::places_lie_in_the_text(&Sources::new(mended.source.clone()), &after);
    // What cannot be read hides all else that is wrong, and so does a type or transform that is misspelled.
    let asks_for = |it: &str| (it.matches("AWS::Serverless").count(), it.matches("AWS::LanguageExtensions").count());
    let is_comparable = !is_unreadable(&before) && asks_for(text) == asks_for(mended.source.text());
    assert!(is_unreadable(&before) || !is_unreadable(&after), "fixing made it unreadable: {}", mended.source.text());
    if is_comparable {
        assert!(
            Tally::of(&after).errors <= Tally::of(&before).errors,
            "fixing made more errors: {}",
            mended.source.text()
        );
    }
    // A name that is corrected may be refused where it stands; then that is said.
    promises::refused_or_expanded(&compile(&mended.source, &promises::options()));
    let again = mend(mended.source.clone(), after, Fixes::All, &check);
    assert!(again.changes.is_empty(), "fixing again changes {:#?}", again.changes);
});

fn is_unreadable(findings: &[Diagnostic]) -> bool {
    findings.iter().any(|it| it.code.name == "syntax-error")
}

fn lines(source: &Source, findings: &[Diagnostic]) -> String {
    json::lines(&Sources::new(source.clone()), findings)
}

samc_fuzz::mutate_templates!();
