using System.Collections.Immutable;
using Leastwise.Text;

namespace Leastwise.Principals;

/// <summary>What IAM's credential report says of one user.</summary>
/// <param name="HasKey">Whether an access key is active.</param>
/// <param name="HasPassword">Whether the user can sign in to the console.</param>
/// <param name="HasMfa">Whether an MFA device is active.</param>
/// <param name="LastUsed">The last use of password or keys; null where none is told.</param>
public sealed record UserCredentials(bool HasKey, bool HasPassword, bool HasMfa, DateTimeOffset? LastUsed);

/// <summary>IAM's credential report, by user.</summary>
public sealed record CredentialReport
{
    /// <summary>Users by ARN.</summary>
    public required ImmutableSortedDictionary<string, UserCredentials> Users { get; init; }

    /// <summary>What was passed over, with its place.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>The reports of several accounts as one; null where there are none.</summary>
    public static CredentialReport? Join(IReadOnlyCollection<CredentialReport> reports) => reports.Count == 0 ? null : new CredentialReport
    {
        Users = reports.SelectMany(report => report.Users).DistinctBy(user => user.Key).ToImmutableSortedDictionary(StringComparer.Ordinal),
        Diagnostics = [.. reports.SelectMany(report => report.Diagnostics)],
    };

    /// <summary>What is known of the user of that ARN; null where nothing is.</summary>
    public UserCredentials? Of(string arn) => Users.GetValueOrDefault(arn);
}
