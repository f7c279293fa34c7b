//! The cache of an API.
use super::{Kind, Parts};
use crate::cfn::Resource;
use crate::diagnostic::Problems;
use crate::properties;
use crate::property::shape::*;
use crate::syntax::Map;

const CACHE: Kind = Kind { type_name: "AWS::AppSync::ApiCache", purpose: "cache of the API" };

const BEHAVIORS: &[&str] = &["FULL_REQUEST_CACHING", "PER_RESOLVER_CACHING", "OPERATION_LEVEL_CACHING"];
const TYPES: &[&str] = &[
    "SMALL",
    "MEDIUM",
    "LARGE",
    "XLARGE",
    "LARGE_2X",
    "LARGE_4X",
    "LARGE_8X",
    "LARGE_12X",
    "T2_SMALL",
    "T2_MEDIUM",
    "R4_LARGE",
    "R4_XLARGE",
    "R4_2XLARGE",
    "R4_4XLARGE",
    "R4_8XLARGE",
];

properties! {
    /// A cache for what resolvers return.
    pub(super) struct Cache {
        /// What is cached: whole requests, operations, or what resolvers with `Caching` return.
        "ApiCachingBehavior" => behavior: Passed<Text>, one_of(BEHAVIORS);
        /// Seconds that an entry stays in the cache.
        "Ttl" => ttl: Passed<Integer>, range(1..=3600);
        /// Size of the cache.
        "Type" => type_name: Passed<Text>, one_of(TYPES);
        /// Whether the cache is encrypted at rest; it cannot be changed later.
        "AtRestEncryptionEnabled" => at_rest_encryption: Option<Passed<Boolean>>;
        /// Whether the cache is encrypted in transit; it cannot be changed later.
        "TransitEncryptionEnabled" => transit_encryption: Option<Passed<Boolean>>;
    }
}

pub(super) fn build(written: &Map, parts: &Parts<'_>, problems: &mut Problems) -> Option<Resource> {
    let cache = Cache::read(written, parts.resource.span, problems)?;
    let resource = parts
        .part(parts.resource.logical_id.append("ApiCache"), CACHE, cache.type_name.span)
        .set("ApiCachingBehavior", cache.behavior)
        .set("ApiId", parts.api_id())
        .set("AtRestEncryptionEnabled", cache.at_rest_encryption)
        .set("TransitEncryptionEnabled", cache.transit_encryption)
        .set("Ttl", cache.ttl)
        .set("Type", cache.type_name);
    Some(resource)
}
