//! Where rules are documented on the web.

/// The address of the repository, as `Cargo.toml` names it; empty where it names none.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// The address of samc, where it has one.
pub(super) fn home() -> Option<&'static str> {
    Some(REPOSITORY).filter(|it| !it.is_empty())
}

/// The address of the page about a rule in this version, where samc has an address.
pub(crate) fn of(rule: &str) -> Option<String> {
    home().map(|it| in_repository(it, rule))
}

fn in_repository(repository: &str, rule: &str) -> String {
    let repository = repository.trim_end_matches('/');
    format!("{repository}/blob/v{}/docs/rules/{rule}.md", env!("CARGO_PKG_VERSION"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_of_this_version() {
        let page = in_repository("https://example.org/samc/", "wrong-type");
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(page, format!("https://example.org/samc/blob/v{version}/docs/rules/wrong-type.md"));
        assert_eq!(of("wrong-type").is_some(), home().is_some());
    }
}
