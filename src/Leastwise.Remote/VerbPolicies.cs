using System.Collections.Immutable;

namespace Leastwise.Remote;

/// <summary>The smallest policy for each verb that asks AWS. A verb that comes to call another operation gets it here; a test holds the two together.</summary>
/// <remarks>
/// Which resources an action takes: "Actions, resources, and condition keys for AWS services", Service Authorization Reference,
/// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html. Those on <c>*</c> take none.
/// </remarks>
public static class VerbPolicies
{
    private static readonly ImmutableArray<VerbStatement> Details =
    [
        new("AccountDetails", ["iam:GetAccountAuthorizationDetails"], ["*"]),
        new("PoliciesThatAreOnlyBoundaries", ["iam:GetPolicy", "iam:GetPolicyVersion"], ["arn:{p}:iam::*:policy/*"]),
    ];

    private static readonly ImmutableArray<VerbStatement> Organization =
    [
        new("Organization", ["organizations:DescribeOrganization", "organizations:ListPolicies", "organizations:ListRoots"], ["*"]),
        new("OrganizationTree", ["organizations:ListAccountsForParent", "organizations:ListOrganizationalUnitsForParent"], ["arn:{p}:organizations::*:ou/o-*/ou-*", "arn:{p}:organizations::*:root/o-*/r-*"]),
        new("OrganizationPolicies", ["organizations:DescribePolicy", "organizations:ListTargetsForPolicy"], ["arn:{p}:organizations::*:policy/o-*/*/p-*", "arn:{p}:organizations::aws:policy/*/p-*"]),
    ];

    private static readonly ImmutableArray<VerbStatement> Collection =
    [
        .. Details,
        new("Evidence", ["iam:GenerateCredentialReport", "iam:GetCredentialReport", "iam:GetServiceLastAccessedDetails", "iam:ListAccountAliases"], ["*"]),
        new("LastAccessed", ["iam:GenerateServiceLastAccessedDetails"], ["arn:{p}:iam::*:role/*", "arn:{p}:iam::*:user/*"]),
        .. Organization,
        new("Trails", ["cloudtrail:DescribeTrails", "cloudtrail:ListTrails"], ["*"]),
        new("TrailSettings", ["cloudtrail:GetEventSelectors", "cloudtrail:GetTrailStatus"], ["arn:{p}:cloudtrail:*:*:trail/*"]),
        new("IdentityCenter", ["sso:ListInstances"], ["*"]),
        new("PermissionSets",
        [
            "sso:DescribePermissionSet", "sso:GetInlinePolicyForPermissionSet", "sso:GetPermissionsBoundaryForPermissionSet",
            "sso:ListCustomerManagedPolicyReferencesInPermissionSet", "sso:ListManagedPoliciesInPermissionSet", "sso:ListPermissionSets",
        ],
        ["arn:{p}:sso:::instance/*", "arn:{p}:sso:::permissionSet/*/*"]),
    ];

    private static readonly VerbStatement OrganizationAccounts = new("AccountsOfTheOrganization", ["organizations:ListAccounts"], ["*"]);

    /// <summary>All of them, in the order of the documentation.</summary>
    public static ImmutableArray<VerbPolicy> All { get; } =
    [
        new("download", Details),
        new("collect",
        Collection,
        "For --accounts and --organization add AccountsOfTheOrganization and RoleInEachAccount of 'init policy scan-multi-account'; the roles need the statements from AccountDetails to TrailSettings.\n"
        + "Statements may be left out: 'collect' names what it may not fetch, and goes on. Those on the organization and Identity Center work in the management account and in delegated administrators."),
        new("assess",
        [
            .. Collection,
            OrganizationAccounts,
            new("RoleInEachAccount", ["sts:AssumeRole"], ["arn:{p}:iam::*:role/ROLE_NAME"]),
            new("ReportsToTheBucket", ["s3:PutObject"], ["arn:{p}:s3:::OUTPUT_BUCKET/*"]),
        ],
        "This is for --accounts and --organization; on files 'assess' asks nothing of AWS. Replace ROLE_NAME by what --role-name says and OUTPUT_BUCKET by what --output-bucket says, or leave ReportsToTheBucket out.\n"
        + "The roles need the statements from AccountDetails to TrailSettings; without the others the run goes on, and names what is missing."),
        new("scan-multi-account",
        [
            OrganizationAccounts,
            .. Organization,
            new("RoleInEachAccount", ["sts:AssumeRole"], ["arn:{p}:iam::*:role/ROLE_NAME"]),
            new("ReportsToTheBucket", ["s3:PutObject"], ["arn:{p}:s3:::OUTPUT_BUCKET/*"]),
        ],
        "Replace ROLE_NAME by what --role-name says and OUTPUT_BUCKET by what --output-bucket says. The statements on the organization are for --organization, ReportsToTheBucket for --output-bucket.\n"
        + "The role in each account needs what 'leastwise init policy download' prints, and trusts you."),
        new("ingest s3",
        [
            new("ListLogs", ["s3:ListBucket"], ["arn:{p}:s3:::LOG_BUCKET"]),
            new("ReadLogs", ["s3:GetObject"], ["arn:{p}:s3:::LOG_BUCKET/*"]),
            new("DecryptLogs", ["kms:Decrypt"], ["arn:{p}:kms:*:*:key/KEY_ID"]),
        ],
        "Replace LOG_BUCKET, and KEY_ID by the key that the logs are encrypted with; where they are not encrypted with KMS, leave out DecryptLogs."),
        new("ingest lookup-events", [new("Events", ["cloudtrail:LookupEvents"], ["*"])]),
        new("ingest athena",
        [
            new("Queries", ["athena:GetQueryExecution", "athena:GetQueryResults", "athena:GetWorkGroup", "athena:StartQueryExecution", "athena:StopQueryExecution"], ["arn:{p}:athena:*:*:workgroup/WORKGROUP"]),
            new("TableThatIsThere", ["athena:GetTableMetadata"], ["arn:{p}:athena:*:*:datacatalog/AwsDataCatalog"]),
            new("Catalogue", ["glue:GetDatabase", "glue:GetPartitions", "glue:GetTable"], ["arn:{p}:glue:*:*:catalog", "arn:{p}:glue:*:*:database/DATABASE", "arn:{p}:glue:*:*:table/DATABASE/*"]),
            new("TableThatIsMade", ["glue:CreateDatabase", "glue:CreateTable"], ["arn:{p}:glue:*:*:catalog", "arn:{p}:glue:*:*:database/DATABASE", "arn:{p}:glue:*:*:table/DATABASE/*"]),
            new("FoldersOfTheLogs", ["s3:GetBucketLocation", "s3:ListBucket"], ["arn:{p}:s3:::LOG_BUCKET"]),
            new("Logs", ["s3:GetObject"], ["arn:{p}:s3:::LOG_BUCKET/*"]),
            new("PlaceOfResults", ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"], ["arn:{p}:s3:::RESULT_BUCKET"]),
            new("Results", ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"], ["arn:{p}:s3:::RESULT_BUCKET/*"]),
            new("Keys", ["kms:Decrypt", "kms:GenerateDataKey"], ["arn:{p}:kms:*:*:key/KEY_ID"]),
        ],
        "Replace WORKGROUP, DATABASE ('leastwise' for a table that is made), LOG_BUCKET, RESULT_BUCKET and KEY_ID; without KMS leave out Keys. TableThatIsMade is for --location, TableThatIsThere for --table."),
        new("athena teardown",
        [
            new("Queries", ["athena:BatchGetQueryExecution", "athena:GetQueryExecution", "athena:ListQueryExecutions", "athena:StartQueryExecution", "athena:StopQueryExecution"], ["arn:{p}:athena:*:*:workgroup/WORKGROUP"]),
            new("Descriptions", ["athena:GetDatabase", "athena:ListTableMetadata"], ["arn:{p}:athena:*:*:datacatalog/AwsDataCatalog"]),
            new("Catalogue", ["glue:DeleteDatabase", "glue:DeleteTable", "glue:GetDatabase", "glue:GetTable", "glue:GetTables"], ["arn:{p}:glue:*:*:catalog", "arn:{p}:glue:*:*:database/DATABASE", "arn:{p}:glue:*:*:table/DATABASE/*"]),
            new("PlaceOfResults", ["s3:GetBucketLocation", "s3:ListBucket"], ["arn:{p}:s3:::RESULT_BUCKET"]),
            new("Results", ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], ["arn:{p}:s3:::RESULT_BUCKET/*"]),
        ],
        "Replace WORKGROUP, DATABASE ('leastwise' where none was named) and RESULT_BUCKET."),
        new("ingest opensearch",
            [new("Search", ["es:ESHttpGet", "es:ESHttpPost"], ["arn:{p}:es:*:*:domain/DOMAIN/*"])],
            "Replace DOMAIN. This is for requests signed with AWS credentials to Amazon OpenSearch Service; the domain's own policy and roles count besides."),
        new("ship",
            [new("Load", ["es:ESHttpGet", "es:ESHttpPost", "es:ESHttpPut"], ["arn:{p}:es:*:*:domain/DOMAIN/*"])],
            "Replace DOMAIN. This is for requests signed with AWS credentials to Amazon OpenSearch Service; the domain's own policy and roles count besides."),
    ];

    /// <summary>The policy of a verb, as typed: <c>ingest s3</c>, <c>ingest-s3</c> and <c>s3</c> are the same. Null where there is none.</summary>
    public static VerbPolicy? Find(string verb)
    {
        string wanted = Plain(verb);
        return All.FirstOrDefault(policy => Plain(policy.Verb) == wanted || Plain(policy.Verb) == $"ingest {wanted}");
    }

    private static string Plain(string verb) => verb.Trim().ToLowerInvariant().Replace('-', ' ');
}
