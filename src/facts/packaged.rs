//! Properties in which `aws cloudformation package` and `sam package` put the place of an upload, in the place of a local
//! path ("package" in the AWS CLI command reference and in the developer guide of SAM), and what stands there then.
use Form::{Archive, ArchiveOrFile, File, Image, Template, TemplateAsItIs};
use Place::{Location, Uri, Url};

/// A property that can be a local path until it is packaged.
#[derive(Debug)]
#[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "only the command line packages"))]
pub(crate) struct Packaged {
    pub type_name: &'static str,
    /// Its name; one within another is `Outer/Inner`, where `*` stands for any name.
    pub property: &'static str,
    pub form: Form,
    pub place: Place,
    /// Whether the folder of the template is meant where nothing is written.
    pub is_given_by_default: bool,
}

/// What is uploaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Form {
    /// A zip file: of a folder, or of the one file that is no zip file itself.
    Archive,
    /// A zip file of a folder, or a file as it is.
    ArchiveOrFile,
    /// A file as it is.
    File,
    /// A template, once what it names has been packaged.
    Template,
    /// A template as it is.
    TemplateAsItIs,
    /// An image, which goes to a registry and not to S3.
    Image,
}

/// How the place of what was uploaded is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "only the command line packages"))]
pub(crate) enum Place {
    /// `s3://bucket/key`
    Uri,
    /// `https://s3.amazonaws.com/bucket/key`
    Url,
    /// A map with the bucket, the key and perhaps the version under these names.
    Location { bucket: &'static str, key: &'static str, version: Option<&'static str> },
}

const DEFINITION: Place = Location { bucket: "Bucket", key: "Key", version: Some("Version") };
const LAMBDA: Place = Location { bucket: "S3Bucket", key: "S3Key", version: Some("S3ObjectVersion") };
const BEANSTALK: Place = Location { bucket: "S3Bucket", key: "S3Key", version: None };
const REPOSITORY: Place = Location { bucket: "Bucket", key: "Key", version: Some("ObjectVersion") };

const SAM_FUNCTION: &str = "AWS::Serverless::Function";
const SAM_LAYER: &str = "AWS::Serverless::LayerVersion";
const GRAPHQL: &str = "AWS::Serverless::GraphQLApi";
const RESOLVER: &str = "AWS::AppSync::Resolver";
const APPSYNC_FUNCTION: &str = "AWS::AppSync::FunctionConfiguration";
const LAMBDA_FUNCTION: &str = "AWS::Lambda::Function";
const LAMBDA_LAYER: &str = "AWS::Lambda::LayerVersion";
const REQUEST: &str = "RequestMappingTemplateS3Location";
const RESPONSE: &str = "ResponseMappingTemplateS3Location";

static PACKAGED: [Packaged; 33] = [
    row("AWS::ApiGateway::RestApi", "BodyS3Location", File, DEFINITION),
    row("AWS::ApiGatewayV2::Api", "BodyS3Location", File, DEFINITION),
    row(APPSYNC_FUNCTION, "CodeS3Location", File, Uri),
    row(APPSYNC_FUNCTION, REQUEST, File, Uri),
    row(APPSYNC_FUNCTION, RESPONSE, File, Uri),
    row("AWS::AppSync::GraphQLSchema", "DefinitionS3Location", File, Uri),
    row(RESOLVER, "CodeS3Location", File, Uri),
    row(RESOLVER, REQUEST, File, Uri),
    row(RESOLVER, RESPONSE, File, Uri),
    row("AWS::CloudFormation::ModuleVersion", "ModulePackage", ArchiveOrFile, Uri),
    row("AWS::CloudFormation::ResourceVersion", "SchemaHandlerPackage", ArchiveOrFile, Uri),
    row("AWS::CloudFormation::Stack", "TemplateURL", Template, Url),
    row("AWS::CloudFormation::StackSet", "TemplateURL", TemplateAsItIs, Url),
    row("AWS::CodeCommit::Repository", "Code/S3", Archive, REPOSITORY),
    row("AWS::ElasticBeanstalk::ApplicationVersion", "SourceBundle", ArchiveOrFile, BEANSTALK),
    row("AWS::Glue::Job", "Command/ScriptLocation", File, Uri),
    given_by_default(row(LAMBDA_FUNCTION, "Code", Archive, LAMBDA)),
    row(LAMBDA_FUNCTION, "Code/ImageUri", Image, Uri),
    given_by_default(row(LAMBDA_LAYER, "Content", Archive, LAMBDA)),
    row("AWS::StepFunctions::StateMachine", "DefinitionS3Location", File, DEFINITION),
    row("AWS::Serverless::Api", "DefinitionUri", File, Uri),
    row("AWS::Serverless::Application", "Location", Template, Url),
    given_by_default(row(SAM_FUNCTION, "CodeUri", Archive, Uri)),
    row(SAM_FUNCTION, "ImageUri", Image, Uri),
    row(GRAPHQL, "Functions/*/CodeUri", File, Uri),
    row(GRAPHQL, "Resolvers/*/*/CodeUri", File, Uri),
    row(GRAPHQL, "SchemaUri", File, Uri),
    row("AWS::Serverless::HttpApi", "DefinitionUri", File, Uri),
    given_by_default(row(SAM_LAYER, "ContentUri", Archive, Uri)),
    row("AWS::Serverless::StateMachine", "DefinitionUri", File, DEFINITION),
    row("AWS::Serverless::WebFunction", "CodeUri", Archive, Uri),
    // These are no types of resources, but keys of `Metadata`.
    row(REPOSITORY_OF_APPLICATIONS, "LicenseUrl", File, Uri),
    row(REPOSITORY_OF_APPLICATIONS, "ReadmeUrl", File, Uri),
];

/// The key of `Metadata` under which an application says what the Serverless Application Repository shows of it.
pub(crate) const REPOSITORY_OF_APPLICATIONS: &str = "AWS::ServerlessRepo::Application";

const fn row(type_name: &'static str, property: &'static str, form: Form, place: Place) -> Packaged {
    Packaged { type_name, property, form, place, is_given_by_default: false }
}

const fn given_by_default(row: Packaged) -> Packaged {
    Packaged { is_given_by_default: true, ..row }
}

/// What is packaged of resources of a type.
#[cfg(feature = "cli")]
pub(crate) fn of_type(type_name: &str) -> impl Iterator<Item = &'static Packaged> {
    PACKAGED.iter().filter(move |it| it.type_name == type_name)
}

/// The properties of a type of CloudFormation that can be a local path until it is packaged, without those in others.
pub(crate) fn properties_of(type_name: &str) -> impl Iterator<Item = &'static str> {
    let is_own = |it: &&Packaged| !it.type_name.starts_with("AWS::Serverless") && !it.property.contains('/');
    PACKAGED.iter().filter(is_own).filter(move |it| it.type_name == type_name).map(|it| it.property)
}

/// Whether a property can be a local path until it is packaged.
pub(crate) fn is_packaged<'p>(type_name: &str, path: impl Iterator<Item = &'p str> + Clone) -> bool {
    PACKAGED.iter().any(|it| it.type_name == type_name && it.property.split('/').eq(path.clone()))
}
