//! What was packaged, for people.
use crate::cli::Fault;
use crate::cli::io::{Io, Stream};
use crate::package::Artifact;
use crate::safe_text::{page, shown};

/// Most names of what was left out that are shown for an artifact.
const MOST: usize = 10;

/// Lists the artifacts on standard error.
pub(super) fn print(artifacts: &[Artifact], io: &mut Io<'_>) -> Result<(), Fault> {
    let text: String = artifacts.iter().map(described).collect();
    io.print(Stream::Stderr, &page(text))
}

fn described(artifact: &Artifact) -> String {
    let Artifact { path, key, files, unzipped, size: own, left_out } = artifact;
    let content = match files {
        Some(1) => format!("1 file, {}, zipped {}", size(*unzipped), size(*own)),
        Some(files) => format!("{files} files, {}, zipped {}", size(*unzipped), size(*own)),
        None => size(*own),
    };
    let mut text = format!("packaged {}: {content}\n         {}\n", shown(path), shown(key));
    if !left_out.is_empty() {
        let mut names: Vec<String> = left_out.iter().take(MOST).map(|it| shown(it).to_string()).collect();
        if left_out.len() > MOST {
            names.push(format!("and {} more", left_out.len() - MOST));
        }
        text.push_str(&format!("         left out by .samcignore: {}\n", names.join(", ")));
    }
    text
}

/// A number of bytes, in a unit that people read easily.
fn size(bytes: u64) -> String {
    const UNITS: [&str; 3] = ["kB", "MB", "GB"];
    if bytes < 1000 {
        return format!("{bytes} bytes");
    }
    let (mut value, mut unit) = (bytes as f64 / 1000.0, UNITS[0]);
    for larger in &UNITS[1..] {
        if value < 999.95 {
            break;
        }
        (value, unit) = (value / 1000.0, larger);
    }
    format!("{value:.1} {unit}")
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes() {
        let sizes = [0, 999, 1000, 1_250_000, 999_999, 3_000_000_000].map(size);
        assert_eq!(sizes, ["0 bytes", "999 bytes", "1.0 kB", "1.2 MB", "1.0 MB", "3.0 GB"]);
    }
}
