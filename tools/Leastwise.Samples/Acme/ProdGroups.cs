using System.Collections.Immutable;
using Leastwise.Samples.Iam;
using static Leastwise.Samples.Iam.Statement;

namespace Leastwise.Samples.Acme;

/// <summary>Groups of acme-prod.</summary>
public static class ProdGroups
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<Group> All { get; } =
    [
        Of("Administrators", 2020) with { Attached = [AwsManagedPolicies.Administrator.Arn] },
        Of("Developers", 2020) with { Attached = [ProdPolicies.Developer.Arn] },
        Of("ReadOnly", 2020) with { Attached = [AwsManagedPolicies.ReadOnly.Arn] },
        Of("DataScience", 2022) with { Path = "/data/", Inline = [new("own-corner-of-the-data", OwnCorner)] },
        Of("Interns", 2021),
    ];

    private static System.Text.Json.Nodes.JsonObject OwnCorner => Document.Of(
        Allow("s3:ListBucket").On("arn:aws:s3:::acme-prod-data").When("StringLike", "s3:prefix", "home/${aws:username}/*", "shared/*")
            .Named("ListOwn"),
        Allow("s3:GetObject", "s3:PutObject").On("arn:aws:s3:::acme-prod-data/home/${aws:username}/*").Named("WriteOwn"),
        Allow("s3:GetObject").On("arn:aws:s3:::acme-prod-data/shared/*").Named("ReadShared"),
        Allow("athena:GetQueryExecution", "athena:GetQueryResults", "athena:StartQueryExecution", "athena:StopQueryExecution",
            "glue:GetDatabases",
            "glue:GetPartitions", "glue:GetTables").Named("Query"));

    private static Group Of(string name, int year) =>
        new() { Account = Places.Prod, Name = name, Created = Calendar.At(year, 1, 15, 9, 0) };
}
