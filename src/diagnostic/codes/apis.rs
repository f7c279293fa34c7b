//! What the passes refuse of APIs and their definitions. Says nothing about templates itself.
use super::Code;

codes! {
    /// Two events have the same path and method of one API.
    ///
    /// API Gateway has one integration for each path and method.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         List:
    ///           Type: Api
    ///           Properties:
    ///             Path: /products
    ///             Method: get
    ///         All:
    ///           Type: Api
    ///           Properties:
    ///             Path: /products
    ///             Method: get
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         List:
    ///           Type: Api
    ///           Properties:
    ///             Path: /products
    ///             Method: get
    ///         All:
    ///           Type: Api
    ///           Properties:
    ///             Path: /all
    ///             Method: get
    /// ```
    DUPLICATE_ROUTE: "duplicate-route" Error;
    /// `Cors` of a REST API does not say how to answer preflight requests.
    ///
    /// An origin is required. With `AllowCredentials` it cannot be `'*'`, because browsers refuse that. The values are
    /// header values and include their own single quotes: `"'https://example.com'"`.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::Api
    ///     Properties:
    ///       StageName: Prod
    ///       DefinitionBody: {swagger: '2.0', paths: {/orders: {get: {x-amazon-apigateway-integration: {type: mock}}}}}
    ///       Cors:
    ///         AllowOrigin: "'*'"
    ///         AllowCredentials: true
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::Api
    ///     Properties:
    ///       StageName: Prod
    ///       DefinitionBody: {swagger: '2.0', paths: {/orders: {get: {x-amazon-apigateway-integration: {type: mock}}}}}
    ///       Cors:
    ///         AllowOrigin: "'https://example.com'"
    ///         AllowCredentials: true
    /// ```
    INVALID_CORS: "invalid-cors" Error;
    /// SAM cannot work with the definition of an API or a state machine.
    ///
    /// SAM adds integrations, authorizers and CORS to the definition, so it must have maps where OpenAPI has maps.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::HttpApi
    ///     Properties:
    ///       DefinitionBody:
    ///         swagger: '2.0'
    ///         paths: {}
    ///       Auth:
    ///         EnableIamAuthorizer: true
    ///         DefaultAuthorizer: AWS_IAM
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::HttpApi
    ///     Properties:
    ///       DefinitionBody:
    ///         openapi: 3.0.1
    ///         paths: {}
    ///       Auth:
    ///         EnableIamAuthorizer: true
    ///         DefaultAuthorizer: AWS_IAM
    /// ```
    INVALID_DEFINITION: "invalid-definition" Error;
    /// A model of a REST API cannot be used to validate requests.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::Api
    ///     Properties:
    ///       StageName: Prod
    ///       Models:
    ///         Product: {required: [name]}
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Add:
    ///           Type: Api
    ///           Properties:
    ///             RestApiId: !Ref Shop
    ///             Path: /products
    ///             Method: post
    ///             RequestModel:
    ///               Model: Product
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::Api
    ///     Properties:
    ///       StageName: Prod
    ///       Models:
    ///         Product: {type: object, required: [name]}
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Add:
    ///           Type: Api
    ///           Properties:
    ///             RestApiId: !Ref Shop
    ///             Path: /products
    ///             Method: post
    ///             RequestModel:
    ///               Model: Product
    /// ```
    INVALID_MODEL: "invalid-model" Error;
    /// The resource policy of an API cannot be generated from the given values.
    ///
    /// Networks are given by id (`vpc-…`, `vpce-…`). Intrinsic functions belong in separate properties, such as
    /// `IntrinsicVpcWhitelist`.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::Api
    ///     Properties:
    ///       StageName: Prod
    ///       Auth:
    ///         ResourcePolicy:
    ///           SourceVpcWhitelist: [10.0]
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         List:
    ///           Type: Api
    ///           Properties:
    ///             RestApiId: !Ref Shop
    ///             Path: /products
    ///             Method: get
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::Api
    ///     Properties:
    ///       StageName: Prod
    ///       Auth:
    ///         ResourcePolicy:
    ///           SourceVpcWhitelist: [vpc-0123456789abcdef0]
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         List:
    ///           Type: Api
    ///           Properties:
    ///             RestApiId: !Ref Shop
    ///             Path: /products
    ///             Method: get
    /// ```
    INVALID_RESOURCE_POLICY: "invalid-resource-policy" Error;
    /// An event refers to an API that the template does not have.
    ///
    /// SAM adds the path to the definition of the API, so it needs a `!Ref` to an API in the same template.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::Api
    ///     Properties:
    ///       StageName: Prod
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         List:
    ///           Type: Api
    ///           Properties:
    ///             RestApiId: !Ref Store
    ///             Path: /products
    ///             Method: get
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::Api
    ///     Properties:
    ///       StageName: Prod
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         List:
    ///           Type: Api
    ///           Properties:
    ///             RestApiId: !Ref Shop
    ///             Path: /products
    ///             Method: get
    /// ```
    UNKNOWN_API: "unknown-api" Error;
    /// A method or route names an authorizer that its API does not define.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::Api
    ///     Properties:
    ///       StageName: Prod
    ///       Auth:
    ///         Authorizers:
    ///           Users:
    ///             UserPoolArn: arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_Example
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         List:
    ///           Type: Api
    ///           Properties:
    ///             RestApiId: !Ref Shop
    ///             Path: /products
    ///             Method: get
    ///             Auth: {Authorizer: Admins}
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::Api
    ///     Properties:
    ///       StageName: Prod
    ///       Auth:
    ///         Authorizers:
    ///           Users:
    ///             UserPoolArn: arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_Example
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         List:
    ///           Type: Api
    ///           Properties:
    ///             RestApiId: !Ref Shop
    ///             Path: /products
    ///             Method: get
    ///             Auth: {Authorizer: Users}
    /// ```
    UNKNOWN_AUTHORIZER: "unknown-authorizer" Error;
    /// A condition that SAM combines with another one is not defined.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::Api
    ///     Condition: IsProd
    ///     Properties:
    ///       StageName: Prod
    ///       Auth:
    ///         UsagePlan: {CreateUsagePlan: SHARED}
    ///         ApiKeyRequired: true
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         List:
    ///           Type: Api
    ///           Properties:
    ///             RestApiId: !Ref Shop
    ///             Path: /products
    ///             Method: get
    /// ```
    /// ```yaml good
    /// Conditions:
    ///   IsProd: !Equals [!Ref AWS::Region, eu-west-1]
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::Api
    ///     Condition: IsProd
    ///     Properties:
    ///       StageName: Prod
    ///       Auth:
    ///         UsagePlan: {CreateUsagePlan: SHARED}
    ///         ApiKeyRequired: true
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Condition: IsProd
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         List:
    ///           Type: Api
    ///           Properties:
    ///             RestApiId: !Ref Shop
    ///             Path: /products
    ///             Method: get
    /// ```
    UNKNOWN_CONDITION: "unknown-condition" Error;
    /// A resolver or function of a GraphQL API names a data source that the API does not have.
    ///
    /// Name a data source under `DataSources`, or give the id of one that is a separate resource.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::GraphQLApi
    ///     Properties:
    ///       SchemaInline: 'type Query { product: String }'
    ///       Auth: {Type: AWS_IAM}
    ///       DataSources:
    ///         DynamoDb:
    ///           Products: {TableName: products, TableArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/products'}
    ///       Functions:
    ///         find:
    ///           DataSource: Product
    ///           Runtime: {Name: APPSYNC_JS, Version: 1.0.0}
    ///           CodeUri: s3://bucket/find.js
    ///       Resolvers:
    ///         Query:
    ///           product:
    ///             Pipeline: [find]
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::GraphQLApi
    ///     Properties:
    ///       SchemaInline: 'type Query { product: String }'
    ///       Auth: {Type: AWS_IAM}
    ///       DataSources:
    ///         DynamoDb:
    ///           Products: {TableName: products, TableArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/products'}
    ///       Functions:
    ///         find:
    ///           DataSource: Products
    ///           Runtime: {Name: APPSYNC_JS, Version: 1.0.0}
    ///           CodeUri: s3://bucket/find.js
    ///       Resolvers:
    ///         Query:
    ///           product:
    ///             Pipeline: [find]
    /// ```
    UNKNOWN_DATA_SOURCE: "unknown-data-source" Error;
    /// The pipeline of a resolver names a function that the GraphQL API does not have.
    ///
    /// Name a function under `Functions`, or give the id of one that is a separate resource.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::GraphQLApi
    ///     Properties:
    ///       SchemaInline: 'type Query { product: String }'
    ///       Auth: {Type: AWS_IAM}
    ///       DataSources:
    ///         DynamoDb:
    ///           Products: {TableName: products, TableArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/products'}
    ///       Functions:
    ///         find:
    ///           DataSource: Products
    ///           Runtime: {Name: APPSYNC_JS, Version: 1.0.0}
    ///           CodeUri: s3://bucket/find.js
    ///       Resolvers:
    ///         Query:
    ///           product:
    ///             Pipeline: [search]
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::GraphQLApi
    ///     Properties:
    ///       SchemaInline: 'type Query { product: String }'
    ///       Auth: {Type: AWS_IAM}
    ///       DataSources:
    ///         DynamoDb:
    ///           Products: {TableName: products, TableArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/products'}
    ///       Functions:
    ///         find:
    ///           DataSource: Products
    ///           Runtime: {Name: APPSYNC_JS, Version: 1.0.0}
    ///           CodeUri: s3://bucket/find.js
    ///       Resolvers:
    ///         Query:
    ///           product:
    ///             Pipeline: [find]
    /// ```
    UNKNOWN_FUNCTION: "unknown-function" Error;
    /// A method names a model that its API does not define.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::Api
    ///     Properties:
    ///       StageName: Prod
    ///       Models:
    ///         Product: {type: object}
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Add:
    ///           Type: Api
    ///           Properties:
    ///             RestApiId: !Ref Shop
    ///             Path: /products
    ///             Method: post
    ///             RequestModel:
    ///               Model: Products
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::Api
    ///     Properties:
    ///       StageName: Prod
    ///       Models:
    ///         Product: {type: object}
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Add:
    ///           Type: Api
    ///           Properties:
    ///             RestApiId: !Ref Shop
    ///             Path: /products
    ///             Method: post
    ///             RequestModel:
    ///               Model: Product
    /// ```
    UNKNOWN_MODEL: "unknown-model" Error;
}
