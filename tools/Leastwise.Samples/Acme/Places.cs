namespace Leastwise.Samples.Acme;

/// <summary>The names that the whole story shares.</summary>
public static class Places
{
    /// <summary>acme-prod.</summary>
    public const string Prod = "111111111111";

    /// <summary>acme-tools.</summary>
    public const string Tools = "222222222222";

    /// <summary>A supplier that nobody in the organization's files knows.</summary>
    public const string Stranger = "333333333333";

    /// <summary>The management account; it has no logs here.</summary>
    public const string Management = "999999999999";

    /// <summary>The organization.</summary>
    public const string Organization = "o-acme111111";

    /// <summary>The only bucket whose objects the trail records.</summary>
    public const string DataBucket = "acme-prod-data";

    /// <summary>Where Acme's machines run.</summary>
    public const string Ireland = "eu-west-1";

    /// <summary>Where global services record.</summary>
    public const string Virginia = "us-east-1";

    /// <summary>A region in which little happens.</summary>
    public const string Frankfurt = "eu-central-1";

    /// <summary>The ARN of a customer managed policy in acme-prod.</summary>
    public static string ProdPolicy(string name) => $"arn:aws:iam::{Prod}:policy/{name}";

    /// <summary>The ARN of a role in acme-prod.</summary>
    public static string ProdRole(string pathAndName) => $"arn:aws:iam::{Prod}:role/{pathAndName}";

    /// <summary>The ARN of an AWS managed policy.</summary>
    public static string AwsPolicy(string pathAndName) => $"arn:aws:iam::aws:policy/{pathAndName}";
}
