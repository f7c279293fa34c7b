//! Finds distributions that CloudFront refuses.
use crate::diagnostic::{Diagnostic, Problems, Searches};
use crate::facts::types;
use crate::python::json::sorted_json;
use crate::rule;
use crate::sam::resources;
use crate::semantics::policy_documents::{is_open, pattern};
use crate::semantics::{Branch, Namesakes, Semantics, is_dynamic, outside_variables};
use crate::source::Span;
use crate::syntax::{Map, Node};
use crate::template::conditions::Side;
use crate::template::{intrinsics, transforms};
use std::collections::BTreeSet;

rule! {
    /// A distribution has a behavior without an origin, or an origin, cache or certificate that CloudFront refuses.
    ///
    /// Each behavior names the `Id` of an origin or origin group of the distribution; ids are unique; an origin has one of
    /// `S3OriginConfig`, `CustomOriginConfig` and `VpcOriginConfig`, and a domain name without scheme and path; a behavior
    /// has either a `CachePolicyId` or `ForwardedValues`, and one of three combinations of methods; `Aliases` need a
    /// certificate that covers them, which ACM must have in us-east-1 (CloudFront API reference, `DistributionConfig`;
    /// CloudFront developer guide, "requirements for using alternate domain names" and "requirements for using SSL/TLS
    /// certificates"). What is known only at deployment is not checked.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Site:
    ///     Type: AWS::CloudFront::Distribution
    ///     Properties:
    ///       DistributionConfig:
    ///         Enabled: true
    ///         Origins:
    ///           - Id: site
    ///             DomainName: https://example.com
    ///         DefaultCacheBehavior:
    ///           TargetOriginId: sites
    ///           ViewerProtocolPolicy: https-only
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Site:
    ///     Type: AWS::CloudFront::Distribution
    ///     Properties:
    ///       DistributionConfig:
    ///         Enabled: true
    ///         Origins:
    ///           - Id: site
    ///             DomainName: example.com
    ///             CustomOriginConfig: {OriginProtocolPolicy: https-only}
    ///         DefaultCacheBehavior:
    ///           TargetOriginId: site
    ///           ViewerProtocolPolicy: https-only
    ///           CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6
    /// ```
    "invalid-distribution" Error check
}

const CONFIG: &str = "DistributionConfig";
/// What an origin has one of.
const ORIGIN_KINDS: [&str; 3] = ["S3OriginConfig", "CustomOriginConfig", "VpcOriginConfig"];
/// What a behavior has exactly one of.
const CACHES: [&str; 2] = ["CachePolicyId", "ForwardedValues"];
/// The combinations of methods that a behavior can allow; the first two can be cached.
const METHODS: [&[&str]; 3] =
    [&["GET", "HEAD"], &["GET", "HEAD", "OPTIONS"], &["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"]];
/// What a distribution had before it could have several origins.
const LEGACY_ORIGINS: [&str; 2] = ["S3Origin", "CustomOrigin"];
/// What names the certificate of a distribution with other domain names than its own.
const CERTIFICATES: [&str; 2] = ["AcmCertificateArn", "IamCertificateId"];
/// Most origins of one id that are compared with each other.
const MOST_COMPARED: usize = 16;
/// How domain names end in China.
const CHINA: &str = ".cn";
/// Most ids among which a near one is looked for.
const MOST_IDS: usize = 200;
/// Where the certificates of CloudFront are.
const CERTIFICATE_REGION: &str = "us-east-1";
/// Attributes that are URLs, by the types that have them.
const URLS: [(&str, &str); 3] =
    [(types::S3_BUCKET, "WebsiteURL"), (types::LAMBDA_URL, "FunctionUrl"), (types::API_GATEWAY_V2_API, "ApiEndpoint")];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if transforms::has_macros(semantics.template) {
        return;
    }
    let searches = Searches::new();
    for (id, _, properties) in semantics.of_type(types::CLOUD_FRONT_DISTRIBUTION) {
        let configs = properties.present(CONFIG).map(|it| semantics.maps(it, &semantics.sides_of(id)));
        for (config, sides) in configs.unwrap_or_default() {
            if !is_open(config) {
                problems.in_resource(id, |it| Distribution { semantics, searches: &searches, config, sides }.check(it));
            }
        }
    }
}

/// What a distribution is on some sides of conditions.
struct Distribution<'c, 'a> {
    semantics: &'c Semantics<'a>,
    searches: &'c Searches,
    config: &'a Map,
    sides: Vec<Side>,
}

impl<'a> Distribution<'_, 'a> {
    fn check(&self, problems: &mut Problems) {
        let origins = self.items("Origins");
        let mut earlier = Namesakes::new(MOST_COMPARED);
        // Where some origins are not known, those that are can still be wrong.
        let open = origins.iter().flatten().filter_map(|it| Some((open_map(it.node)?, it)));
        for (number, (origin, branch)) in open.enumerate() {
            self.check_id(origin, number, branch, &mut earlier, problems);
            check_kind(origin, branch.node.span, problems);
            if let Some(domain) = origin.present("DomainName") {
                let domains = self.semantics.present_branches(domain, &branch.sides);
                domains.filter_map(|it| self.wrong_domain(it.node)).for_each(|it| problems.push(it));
            }
        }
        let ids = self.ids(origins.as_deref());
        let default = self.config.present("DefaultCacheBehavior");
        let mut behaviors: Vec<Branch<'a>> =
            default.into_iter().flat_map(|it| self.semantics.present_branches(it, &self.sides)).collect();
        behaviors.extend(self.items("CacheBehaviors").unwrap_or_default());
        for (behavior, at) in behaviors.iter().filter_map(|it| Some((open_map(it.node)?, it.node.span))) {
            if let Some(ids) = &ids {
                self.check_target(behavior, ids, problems);
            }
            check_cache(behavior, at, problems);
            self.check_methods(behavior, "AllowedMethods", &METHODS, problems);
            self.check_methods(behavior, "CachedMethods", &METHODS[..2], problems);
        }
        self.check_certificate(problems);
    }

    /// The items of a list; `None` where not all of them can be seen.
    fn items(&self, name: &str) -> Option<Vec<Branch<'a>>> {
        match self.config.present(name) {
            Some(list) => self.semantics.items(list, &self.sides),
            None => Some(Vec::new()),
        }
    }

    /// The ids that behaviors may name; `None` where not all of them are known.
    fn ids(&self, origins: Option<&[Branch<'_>]>) -> Option<BTreeSet<String>> {
        if LEGACY_ORIGINS.iter().any(|it| self.config.contains_key(it)) {
            return None;
        }
        let mut items = origins?.to_vec();
        for branch in
            self.config.present("OriginGroups").map(|it| self.semantics.branches(it, &self.sides)).into_iter().flatten()
        {
            if !intrinsics::is_no_value(branch.node) {
                let groups = open_map(branch.node)?.present("Items").map(|it| self.semantics.items(it, &branch.sides));
                items.extend(groups.unwrap_or_else(|| Some(Vec::new()))?);
            }
        }
        let ids = items.iter().map(|it| known_id(open_map(it.node)?.present("Id")?));
        ids.collect::<Option<BTreeSet<String>>>().filter(|it| !it.is_empty())
    }

    fn check_id(
        &self,
        origin: &Map,
        number: usize,
        branch: &Branch<'_>,
        earlier: &mut Namesakes<String, usize>,
        problems: &mut Problems,
    ) {
        let Some(id) = origin.present("Id").filter(|it| !intrinsics::is_if(it)) else { return };
        if let Some((_, other)) = earlier.add(sorted_json(id), number, id.span, &branch.sides, self.semantics) {
            let shown = id.scalar_text().map_or_else(|| "this id".to_owned(), |it| format!("`{it}`"));
            let finding = Diagnostic::new(&CODE, id.span, format!("two origins have {shown} as their `Id`"));
            problems.push(finding.related(other, "the other one").help("give each origin an id of its own"));
        }
    }

    /// What is wrong with the domain name of an origin.
    fn wrong_domain(&self, domain: &Node) -> Option<Diagnostic> {
        let finding = |message: String| Diagnostic::new(&CODE, domain.span, message);
        let text = pattern(domain).filter(|it| !is_dynamic(it))?;
        let variable = text.strip_prefix("${").and_then(|it| it.strip_suffix('}')).filter(|it| !it.contains('}'));
        if let Some((id, attribute)) = variable.and_then(|it| it.split_once('.')) {
            let (_, _, type_name) = self.semantics.deployed(id)?;
            let is_url = URLS.contains(&(resources::deployed_type(type_name), attribute));
            let message = format!("an origin takes a domain name; `{id}.{attribute}` is a URL");
            let help = format!("take the domain name out of it: `!Select [2, !Split ['/', !GetAtt {id}.{attribute}]]`");
            return is_url.then(|| finding(message).help(help));
        }
        if let Some((scheme, rest)) = text.split_once("://") {
            let host = outside_variables(rest).find('/').map_or(rest, |it| &rest[..it]);
            let message = format!("an origin takes a domain name, without `{scheme}://`");
            return ["http", "https"].contains(&scheme).then(|| finding(message).help(format!("write `{host}`")));
        }
        let slash = outside_variables(&text).find('/').filter(|it| *it > 0)?;
        let (host, path) = text.split_at(slash);
        let help = match path.trim_end_matches('/') {
            "" => format!("write `{host}`"),
            path => format!("write `{host}`, and `OriginPath: {path}` beside it"),
        };
        Some(finding("an origin takes a domain name, without a path".to_owned()).help(help))
    }

    fn check_target(&self, behavior: &Map, ids: &BTreeSet<String>, problems: &mut Problems) {
        let Some(target) = behavior.present("TargetOriginId") else { return };
        let Some(id) = known_id(target).filter(|it| !ids.contains(it)) else { return };
        let finding = Diagnostic::new(&CODE, target.span, format!("no origin or origin group has the id `{id}`"));
        problems.push(match self.searches.nearest(&id, ids.iter().take(MOST_IDS).map(|it| &**it)) {
            Some(near) => finding.did_you_mean(target.span, &id, near),
            None => finding.help(match ids.first().filter(|_| ids.len() == 1) {
                Some(one) => format!("write `{one}`"),
                None => "write the `Id` of one of the `Origins`".to_owned(),
            }),
        });
    }

    /// Whether methods are one of the combinations that there are.
    fn check_methods(&self, behavior: &Map, name: &str, combinations: &[&[&str]], problems: &mut Problems) {
        let Some(written) = behavior.present(name) else { return };
        let Some(items) = self.semantics.items(written, &self.sides) else { return };
        // What conditions or parameters make of them is not known.
        let is_plain = written.list().is_some_and(|it| it.len() == items.len());
        let methods: Option<BTreeSet<&str>> = items.iter().map(|it| it.node.text().map(|it| &**it)).collect();
        let is_known = |it: &BTreeSet<&str>| is_plain && !it.is_empty() && !it.iter().any(|it| is_dynamic(it));
        let Some(methods) = methods.filter(is_known) else { return };
        if combinations.iter().any(|it| methods == it.iter().copied().collect()) {
            return;
        }
        let listed: Vec<String> = combinations.iter().map(|it| format!("`[{}]`", it.join(", "))).collect();
        let finding = Diagnostic::new(&CODE, written.span, format!("`{name}` cannot be this combination of methods"));
        problems.push(finding.help(format!("write one of {}", listed.join(", "))));
    }

    fn check_certificate(&self, problems: &mut Problems) {
        // In China, distributions have names of their own, by HTTP as well, and certificates of IAM.
        if self.semantics.source.text().contains(CHINA) {
            return;
        }
        let certificate = self.config.present("ViewerCertificate");
        let of = |sides: &[Side]| certificate.map(|it| self.semantics.branches(it, sides)).unwrap_or_default();
        let aliases = self.items("Aliases").unwrap_or_default();
        let is_bare = |sides: &[Side]| {
            let certificates = of(sides);
            certificate.is_none() || (!certificates.is_empty() && certificates.iter().all(|it| has_none(it.node)))
        };
        let is_certain = |it: &&Branch<'_>| self.is_alias(it.node) && is_bare(&it.sides);
        if let Some(alias) = aliases.iter().find(is_certain) {
            let message = "`Aliases` need a certificate that covers them, and this distribution has none";
            let finding = Diagnostic::new(&CODE, alias.node.span, message);
            problems.push(finding.help(format!(
                "write the ARN of a certificate in {CERTIFICATE_REGION} as `AcmCertificateArn` in `ViewerCertificate`"
            )));
        }
        let arns =
            of(&self.sides).into_iter().filter_map(|it| Some((open_map(it.node)?.present(CERTIFICATES[0])?, it.sides)));
        for branch in arns.flat_map(|(arn, sides)| self.semantics.present_branches(arn, &sides)) {
            let Some(text) = pattern(branch.node) else { continue };
            let region = text.strip_prefix("arn:aws:acm:").and_then(|it| it.split(':').next());
            let Some(region) = region.filter(|it| is_region(it) && *it != CERTIFICATE_REGION) else { continue };
            let message =
                format!("CloudFront takes only certificates of {CERTIFICATE_REGION}; this one is of `{region}`");
            let help = format!("request or import the certificate in {CERTIFICATE_REGION}, and write its ARN");
            problems.push(Diagnostic::new(&CODE, branch.node.span, message).help(help));
        }
    }

    /// Whether this surely is a domain name: parameters may be empty where there is none.
    fn is_alias(&self, node: &Node) -> bool {
        match intrinsics::argument(node, "Ref").and_then(Node::text) {
            Some(name) if self.semantics.template.parameter_type(name).is_some() => {
                let value = self.semantics.expanded.parameters.value(name).and_then(Node::text);
                value.is_some_and(|it| it.contains('.'))
            }
            Some(_) => false,
            None => pattern(node).is_some_and(|it| it.contains('.')),
        }
    }
}

/// A map to which nothing is added before deployment.
fn open_map(node: &Node) -> Option<&Map> {
    node.map().filter(|it| !intrinsics::is_intrinsic(node) && !is_open(it))
}

/// The id of an origin, if it is known before deployment.
fn known_id(id: &Node) -> Option<String> {
    id.scalar_text().filter(|it| !is_dynamic(it))
}

/// Whether a text can be the name of a region, and does not only stand for one.
fn is_region(text: &str) -> bool {
    let is_part = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_lowercase());
    text.rsplit_once('-').is_some_and(|(parts, number)| {
        parts.contains('-') && parts.split('-').all(is_part) && number.parse::<u8>().is_ok()
    })
}

/// Whether a `ViewerCertificate` surely names no certificate.
fn has_none(certificate: &Node) -> bool {
    if intrinsics::is_no_value(certificate) {
        return true;
    }
    let is_absent = |map: &Map, name: &&str| map.present(name).is_none_or(intrinsics::is_no_value);
    open_map(certificate).is_some_and(|map| CERTIFICATES.iter().all(|it| is_absent(map, it)))
}

/// Those of some properties that are there, with where they stand; `None` where that is decided at deployment.
fn present<'n>(map: &Map, names: &[&'n str]) -> Option<Vec<(&'n str, Span)>> {
    let mut found = Vec::new();
    for name in names {
        let Some((_, entry)) = map.entry(name).filter(|(_, it)| !it.value.is_null()) else { continue };
        if intrinsics::is_if(&entry.value) {
            return None;
        }
        if !intrinsics::is_no_value(&entry.value) {
            found.push((*name, entry.key_span));
        }
    }
    Some(found)
}

fn check_kind(origin: &Map, at: Span, problems: &mut Problems) {
    // That there are two of them is found by the schema.
    if present(origin, &ORIGIN_KINDS).is_some_and(|it| it.is_empty()) {
        let at = origin.key_span("DomainName").or_else(|| origin.key_span("Id")).unwrap_or(at);
        let message = "an origin needs `S3OriginConfig`, `CustomOriginConfig` or `VpcOriginConfig`";
        let help = "for a bucket, add `S3OriginConfig: {OriginAccessIdentity: ''}`; for a server, \
                    `CustomOriginConfig: {OriginProtocolPolicy: https-only}`";
        problems.push(Diagnostic::new(&CODE, at, message).help(help));
    }
}

fn check_cache(behavior: &Map, at: Span, problems: &mut Problems) {
    match present(behavior, &CACHES).as_deref() {
        Some([]) => {
            let at = behavior.key_span("TargetOriginId").unwrap_or(at);
            let message = "a cache behavior needs a `CachePolicyId` or `ForwardedValues`";
            let help = "add `CachePolicyId`: `658327ea-f89d-4fab-a63d-7e88639e58f6` is CachingOptimized, and \
                        `4135ea2d-6df8-44a3-9df3-4b5a84be39ad` CachingDisabled";
            problems.push(Diagnostic::new(&CODE, at, message).help(help));
        }
        Some([(_, policy), (_, at), ..]) => {
            let message = "`ForwardedValues` cannot be used beside `CachePolicyId`";
            let finding = Diagnostic::new(&CODE, *at, message).related(*policy, "the policy is here");
            problems.push(finding.help("remove it: the policy says what is forwarded and cached"));
        }
        Some([_]) | None => (),
    }
}
