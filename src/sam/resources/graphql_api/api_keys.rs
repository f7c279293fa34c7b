//! Keys that clients of an API can use.
use super::{Kind, Parts};
use crate::cfn::Resource;
use crate::diagnostic::Problems;
use crate::properties;
use crate::property::shape::*;
use crate::syntax::Map;

const API_KEY: Kind = Kind { type_name: "AWS::AppSync::ApiKey", purpose: "API key for clients" };

properties! {
    /// A key that clients can use.
    pub(super) struct ApiKey {
        /// Id of the key; CloudFormation needs it to change a key that it did not create.
        "ApiKeyId" => id: Option<Passed<Text>>;
        /// Description of the key.
        "Description" => description: Option<Passed<Text>>;
        /// When it expires, in seconds since 1970, rounded down to the hour; after seven days when omitted.
        "ExpiresOn" => expires_on: Option<Passed<Double>>;
    }
}

/// The keys listed. `None` when one has a name that cannot be part of a logical id, which is reported.
pub(super) fn build(listed: &Map, parts: &Parts<'_>, problems: &mut Problems) -> Option<Vec<Resource>> {
    let mut resources = Vec::new();
    for (name, entry) in listed.entries() {
        let key = ApiKey::read(entry.value.map()?, entry.key_span, problems)?;
        let resource = parts
            .named(name, API_KEY, entry.key_span, problems)?
            .set("ApiId", parts.api_id())
            .set("ApiKeyId", key.id)
            .set("Description", key.description)
            .set("Expires", key.expires_on);
        resources.push(resource);
    }
    Some(resources)
}
