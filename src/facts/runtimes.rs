//! The runtimes of Lambda and when they end.

/// A runtime, and the days (in ISO 8601) from which on it is restricted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Runtime {
    pub name: &'static str,
    /// No more security patches and support.
    pub deprecated: &'static str,
    /// No new functions.
    pub create_blocked: &'static str,
    /// No changes to functions that exist.
    pub update_blocked: &'static str,
    /// What to move to.
    pub successor: &'static str,
}

/// The day on which the tables below were put together.
pub(crate) const AS_OF: &str = "2026-11-20";

/// Runtimes whose end is passed or near.
///
/// From the data of cfn-lint 1.58, which follows the page "Lambda runtimes" of AWS's Lambda Developer Guide; the
/// successors are our own choice. AWS moves the dates now and then, always to a later day.
pub(crate) const ENDING: &[Runtime] = &[
    runtime("dotnetcore1.0", "2019-06-27", "2019-06-30", "2019-07-30", "dotnet10"),
    runtime("dotnetcore2.0", "2019-05-30", "2019-05-30", "2019-05-30", "dotnet10"),
    runtime("dotnetcore2.1", "2022-01-05", "2022-01-05", "2022-04-13", "dotnet10"),
    runtime("dotnetcore3.1", "2023-04-03", "2023-04-03", "2023-05-03", "dotnet10"),
    runtime("dotnet6", "2024-12-20", "2027-02-01", "2027-03-03", "dotnet10"),
    runtime("dotnet8", "2026-11-10", "2027-02-01", "2027-03-03", "dotnet10"),
    runtime("go1.x", "2024-01-08", "2024-02-08", "2027-03-03", "provided.al2023"),
    runtime("java8", "2024-01-08", "2024-02-08", "2027-03-03", "java25"),
    runtime("java8.al2", "2027-06-30", "2027-07-31", "2027-08-31", "java25"),
    runtime("java11", "2027-06-30", "2027-07-31", "2027-08-31", "java25"),
    runtime("java17", "2027-06-30", "2027-07-31", "2027-08-31", "java25"),
    runtime("nodejs", "2016-08-30", "2016-09-30", "2016-10-31", "nodejs24.x"),
    runtime("nodejs4.3", "2020-03-05", "2020-03-05", "2020-03-05", "nodejs24.x"),
    runtime("nodejs4.3-edge", "2020-03-05", "2020-03-05", "2020-03-05", "nodejs24.x"),
    runtime("nodejs6.10", "2019-08-12", "2019-08-12", "2019-08-12", "nodejs24.x"),
    runtime("nodejs8.10", "2020-03-06", "2020-03-06", "2020-03-06", "nodejs24.x"),
    runtime("nodejs10.x", "2021-07-30", "2021-07-30", "2022-02-14", "nodejs24.x"),
    runtime("nodejs12.x", "2023-03-31", "2023-03-31", "2023-04-30", "nodejs24.x"),
    runtime("nodejs14.x", "2023-12-04", "2024-01-09", "2027-03-03", "nodejs24.x"),
    runtime("nodejs16.x", "2024-06-12", "2027-02-01", "2027-03-03", "nodejs24.x"),
    runtime("nodejs18.x", "2025-09-01", "2027-02-01", "2027-03-03", "nodejs24.x"),
    runtime("nodejs20.x", "2026-04-30", "2027-02-01", "2027-03-03", "nodejs24.x"),
    runtime("nodejs22.x", "2027-04-30", "2027-06-01", "2027-07-01", "nodejs24.x"),
    runtime("provided", "2024-01-08", "2024-02-08", "2027-03-03", "provided.al2023"),
    runtime("provided.al2", "2026-07-31", "2027-02-01", "2027-03-03", "provided.al2023"),
    runtime("python2.7", "2021-07-15", "2021-07-15", "2022-05-30", "python3.14"),
    runtime("python3.6", "2022-07-18", "2022-07-18", "2022-08-29", "python3.14"),
    runtime("python3.7", "2023-12-04", "2024-01-09", "2027-03-03", "python3.14"),
    runtime("python3.8", "2024-10-14", "2027-02-01", "2027-03-03", "python3.14"),
    runtime("python3.9", "2025-12-15", "2027-02-01", "2027-03-03", "python3.14"),
    runtime("python3.10", "2026-10-31", "2027-02-01", "2027-03-03", "python3.14"),
    runtime("python3.11", "2027-06-30", "2027-07-31", "2027-08-31", "python3.14"),
    runtime("ruby2.5", "2021-07-30", "2021-07-30", "2022-03-31", "ruby4.0"),
    runtime("ruby2.7", "2023-12-07", "2024-01-09", "2027-03-03", "ruby4.0"),
    runtime("ruby3.2", "2026-03-31", "2027-02-01", "2027-03-03", "ruby4.0"),
    runtime("ruby3.3", "2027-03-31", "2027-04-30", "2027-05-31", "ruby4.0"),
];

/// The other runtimes that Lambda's API knows.
pub(crate) const CURRENT: &[&str] = &[
    "custom",
    "dotnet10",
    "java8.al2023",
    "java11.al2023",
    "java17.al2023",
    "java21",
    "java25",
    "nodejs24.x",
    "nodejs26.x",
    "provided.al2023",
    "python3.12",
    "python3.13",
    "python3.14",
    "python3.15",
    "ruby3.4",
    "ruby4.0",
];

/// All names, the current ones first.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    CURRENT.iter().copied().chain(ENDING.iter().map(|it| it.name))
}

/// The names of those that new functions can have, the current ones first.
pub(crate) fn of_new_functions() -> impl Iterator<Item = &'static str> {
    CURRENT.iter().copied().chain(ENDING.iter().filter(|it| it.create_blocked > AS_OF).map(|it| it.name))
}

/// The newest runtime of a language, such as `python`.
pub(crate) fn newest(language: &str) -> Option<&'static str> {
    let is_of =
        |it: &&Runtime| it.name.strip_prefix(language).is_some_and(|it| it.starts_with(|it: char| it.is_ascii_digit()));
    ENDING.iter().find(is_of).map(|it| it.successor)
}

/// The runtime, when it is deprecated.
pub(crate) fn deprecated(name: &str) -> Option<&'static Runtime> {
    ENDING.iter().find(|it| it.name == name && it.deprecated <= AS_OF)
}

const fn runtime(
    name: &'static str,
    deprecated: &'static str,
    create_blocked: &'static str,
    update_blocked: &'static str,
    successor: &'static str,
) -> Runtime {
    Runtime { name, deprecated, create_blocked, update_blocked, successor }
}
