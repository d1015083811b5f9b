using System.Diagnostics.CodeAnalysis;

namespace Leastwise.Text;

/// <summary>An Amazon Resource Name, <c>arn:partition:service:region:account:resource</c>. The resource part may hold further colons.</summary>
/// <param name="Partition">Such as <c>aws</c>, <c>aws-us-gov</c> or <c>aws-cn</c>.</param>
/// <param name="Service">The namespace that identifies the product.</param>
/// <param name="Region">Empty for global resources.</param>
/// <param name="Account">Twelve digits, or empty (S3 buckets), or <c>aws</c> (AWS's own policies).</param>
/// <param name="Resource">The rest, as written.</param>
public sealed record Arn(string Partition, string Service, string Region, string Account, string Resource)
{
    /// <summary>Takes <paramref name="text"/> apart; false where it has fewer than six parts or does not begin with <c>arn:</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Arn? arn)
    {
        arn = null;
        if (text is null || !text.StartsWith("arn:", StringComparison.Ordinal))
        {
            return false;
        }

        string[] parts = text.Split(':', 6);
        if (parts.Length < 6)
        {
            return false;
        }

        arn = new Arn(parts[1], parts[2], parts[3], parts[4], parts[5]);
        return true;
    }

    /// <summary>The partition that an ARN names; <c>aws</c> where it is none.</summary>
    public static string PartitionOf(string? arn) => arn?.StartsWith("arn:aws:", StringComparison.Ordinal) != true && TryParse(arn, out Arn? parsed) ? parsed.Partition : "aws";

    /// <summary>The last part of the resource's path: a role's or user's plain name.</summary>
    public string Name => Resource[(Resource.LastIndexOf('/') + 1)..];

    /// <inheritdoc/>
    public override string ToString() => $"arn:{Partition}:{Service}:{Region}:{Account}:{Resource}";
}
