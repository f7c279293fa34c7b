//! The domain name of an API.
use super::{Kind, Parts};
use crate::cfn::Resource;
use crate::diagnostic::Problems;
use crate::properties;
use crate::property::shape::*;
use crate::syntax::Map;

const DOMAIN_NAME: Kind = Kind { type_name: "AWS::AppSync::DomainName", purpose: "domain name of the API" };
const ASSOCIATION: Kind = Kind {
    type_name: "AWS::AppSync::DomainNameApiAssociation",
    purpose: "association between the domain name and the API",
};

properties! {
    /// A custom domain name.
    pub(super) struct DomainName {
        /// ARN of the certificate for the name; it must be in us-east-1.
        "CertificateArn" => certificate_arn: Passed<Arn>;
        /// The name, such as `api.example.com`.
        "DomainName" => name: Passed<Text>, range(1..=253);
        /// Description of the domain name.
        "Description" => description: Option<Passed<Text>>, range(0..=255);
    }
}

/// The domain name, and that it leads to the API.
pub(super) fn build(written: &Map, parts: &Parts<'_>, problems: &mut Problems) -> Option<[Resource; 2]> {
    let domain = DomainName::read(written, parts.resource.span, problems)?;
    let (id, at) = (parts.resource.logical_id, domain.name.span);
    let name = parts
        .part(id.append("DomainName"), DOMAIN_NAME, at)
        .set("CertificateArn", domain.certificate_arn)
        .set("Description", domain.description)
        .set("DomainName", domain.name);
    let association = parts
        .part(id.append("DomainNameApiAssociation"), ASSOCIATION, at)
        .set("ApiId", parts.api_id())
        .set("DomainName", name.reference());
    Some([name, association])
}
