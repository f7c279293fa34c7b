//! Examples that are checked for a region: `# region: cn-north-1` is their first line.
use samc::Options;

/// The options that an example is checked with.
pub(crate) fn options(example: &str) -> Options {
    let region = example.lines().next().and_then(|it| it.strip_prefix("# region: "));
    region.map_or_else(Options::default, |it| Options::default().with_region(it))
}
