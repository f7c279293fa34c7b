//! Properties of CloudFormation in which `aws cloudformation package` and `sam package` put the place of an upload, in the
//! place of a local path ("package" in the AWS CLI command reference).

/// Types, and the properties of them; one within another is `Outer/Inner`.
const PROPERTIES: [(&str, &str); 19] = [
    ("AWS::ApiGateway::RestApi", "BodyS3Location"),
    ("AWS::AppSync::FunctionConfiguration", "CodeS3Location"),
    ("AWS::AppSync::FunctionConfiguration", "RequestMappingTemplateS3Location"),
    ("AWS::AppSync::FunctionConfiguration", "ResponseMappingTemplateS3Location"),
    ("AWS::AppSync::GraphQLSchema", "DefinitionS3Location"),
    ("AWS::AppSync::Resolver", "CodeS3Location"),
    ("AWS::AppSync::Resolver", "RequestMappingTemplateS3Location"),
    ("AWS::AppSync::Resolver", "ResponseMappingTemplateS3Location"),
    ("AWS::CloudFormation::ModuleVersion", "ModulePackage"),
    ("AWS::CloudFormation::ResourceVersion", "SchemaHandlerPackage"),
    ("AWS::CloudFormation::Stack", "TemplateURL"),
    ("AWS::CloudFormation::StackSet", "TemplateURL"),
    ("AWS::CodeCommit::Repository", "Code/S3"),
    ("AWS::ElasticBeanstalk::ApplicationVersion", "SourceBundle"),
    ("AWS::Glue::Job", "Command/ScriptLocation"),
    ("AWS::Lambda::Function", "Code"),
    ("AWS::Lambda::Function", "Code/ImageUri"),
    ("AWS::Lambda::LayerVersion", "Content"),
    ("AWS::StepFunctions::StateMachine", "DefinitionS3Location"),
];

/// The properties of a type that can be a local path until it is packaged, without those in others.
pub(crate) fn properties_of(type_name: &str) -> impl Iterator<Item = &'static str> {
    PROPERTIES.iter().filter(move |(owner, property)| *owner == type_name && !property.contains('/')).map(|it| it.1)
}

/// Whether a property can be a local path until it is packaged.
pub(crate) fn is_packaged<'p>(type_name: &str, path: impl Iterator<Item = &'p str> + Clone) -> bool {
    PROPERTIES.iter().any(|(owner, property)| *owner == type_name && property.split('/').eq(path.clone()))
}
