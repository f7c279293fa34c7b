//! Where artifacts go: a bucket of S3, and how places in it are written.
use crate::facts::packaged::Place;
use crate::node;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node};

/// A bucket with the prefix of all keys.
#[derive(Clone, Debug)]
pub(crate) struct Bucket {
    pub name: String,
    /// What stands before all keys, with a slash at the end; empty where nothing does.
    pub prefix: String,
    /// The region that the bucket is in.
    pub region: String,
}

impl Bucket {
    /// The whole key of an artifact.
    pub(crate) fn key(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    /// The place of an artifact as a property wants it.
    pub(super) fn place(&self, key: &str, place: Place, span: Span) -> Node {
        match place {
            Place::Uri => node!(span, format!("s3://{}/{key}", self.name)),
            Place::Url => node!(span, self.url(key)),
            Place::Location { .. } => located(&self.name, key, None, place, span),
        }
    }

    /// The address that CloudFormation reads a template from ("Methods for accessing a bucket" in the user guide of S3).
    fn url(&self, key: &str) -> String {
        let host = match &*self.region {
            "us-east-1" => "s3.amazonaws.com".to_owned(),
            region if region.starts_with("cn-") => format!("s3.{region}.amazonaws.com.cn"),
            region => format!("s3.{region}.amazonaws.com"),
        };
        format!("https://{host}/{}/{}", self.name, encoded(key))
    }
}

/// A place that somebody has written as `s3://bucket/key?versionId=version`, as a property wants it that takes a map. `None`
/// for what is no such place.
pub(super) fn written(uri: &str, place: Place, span: Span) -> Option<Node> {
    let (bucket, rest) = uri.strip_prefix("s3://")?.split_once('/')?;
    let (key, query) = rest.split_once('?').unwrap_or((rest, ""));
    let version = query.split('&').find_map(|it| it.strip_prefix("versionId="));
    (!bucket.is_empty() && !key.is_empty()).then(|| located(bucket, key, version, place, span))
}

fn located(bucket: &str, key: &str, version: Option<&str>, place: Place, span: Span) -> Node {
    let Place::Location { bucket: bucket_name, key: key_name, version: version_name } = place else {
        return node!(span, format!("s3://{bucket}/{key}"));
    };
    let mut map = Map::new();
    map.insert(bucket_name, node!(span, bucket.to_owned()));
    map.insert(key_name, node!(span, key.to_owned()));
    if let (Some(name), Some(version)) = (version_name, version) {
        map.insert(name, node!(span, version.to_owned()));
    }
    map.into_node(span)
}

/// A key as it stands in a URL.
fn encoded(key: &str) -> String {
    let mut encoded = String::new();
    for byte in key.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                encoded.push(char::from(byte))
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::packaged;

    fn bucket(region: &str) -> Bucket {
        Bucket { name: "code".to_owned(), prefix: "a b/".to_owned(), region: region.to_owned() }
    }

    #[test]
    fn urls_name_the_region() {
        let url = |region: &str| bucket(region).url(&bucket(region).key("k"));
        assert_eq!(url("us-east-1"), "https://s3.amazonaws.com/code/a%20b/k");
        assert_eq!(url("eu-west-1"), "https://s3.eu-west-1.amazonaws.com/code/a%20b/k");
        assert_eq!(url("cn-north-1"), "https://s3.cn-north-1.amazonaws.com.cn/code/a%20b/k");
    }

    #[test]
    fn a_version_that_is_written_stays() {
        let row = |name| packaged::of_type(name).next().expect("a type that is packaged");
        let place = |uri: &str, name| written(uri, row(name).place, Span::NOWHERE).map(|it| format!("{it:?}"));
        assert_eq!(
            place("s3://b/k/l?versionId=7", "AWS::Lambda::Function").as_deref(),
            Some(r#"{"S3Bucket": "b", "S3Key": "k/l", "S3ObjectVersion": "7"}"#)
        );
        assert_eq!(
            place("s3://b/k", "AWS::Serverless::StateMachine").as_deref(),
            Some(r#"{"Bucket": "b", "Key": "k"}"#)
        );
        assert_eq!(place("s3://b", "AWS::Lambda::Function"), None);
    }
}
