using System.Collections.Immutable;
using Leastwise.Remote;
using Leastwise.Remote.Accounts;
using Leastwise.Reporting;

namespace Leastwise.Cli;

/// <summary>What came of collecting one account.</summary>
/// <param name="Parts">What became of each part.</param>
/// <param name="Details">The account's details; null where they could not be had.</param>
internal sealed record Collected(ImmutableArray<CollectedPart> Parts, DownloadedDetails? Details)
{
    /// <summary>Collects an account.</summary>
    /// <exception cref="RemoteException">The role cannot be assumed, or there are no credentials.</exception>
    public static async Task<Collected> FetchAsync(AccountCollection collection, AwsSession session, string account, Action<string>? progress, CancellationToken cancellation)
    {
        // A role that cannot be assumed is a failure of the account, not of each of its parts.
        await session.CredentialsAsync(cancellation);
        ImmutableArray<CollectedPart> parts = await collection.RunAsync(new CallerIdentity(account, ""), progress, cancellation);
        return new Collected(parts, collection.Details);
    }

    /// <summary>What is missing, for standard error.</summary>
    public static string Missing(CollectedPart part, string? account) => Legible.Plain($"{(account is null ? "" : $"{account}: ")}{part.Name}: {part.Note.TrimEnd('.')}.");
}
