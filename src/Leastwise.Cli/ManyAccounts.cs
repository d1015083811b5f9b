using System.Collections.Immutable;
using Leastwise.Remote;

namespace Leastwise.Cli;

/// <summary>What became of one account.</summary>
/// <param name="Account">Which.</param>
/// <param name="Value">The result; null where it failed.</param>
/// <param name="Failure">Why it failed; null where it did not.</param>
internal sealed record AccountOutcome<T>(ListedAccount Account, T? Value, string? Failure)
    where T : class;

/// <summary>Enters several accounts, so many at a time. One that fails does not stop the others.</summary>
/// <param name="session">As whom they are entered.</param>
/// <param name="role">The role in each.</param>
/// <param name="externalId">What its trust policy asks for; null for nothing.</param>
/// <param name="parallel">So many at a time.</param>
internal sealed class ManyAccounts(AwsSession session, string role, string? externalId, int parallel)
{
    /// <summary>Does <paramref name="work"/> in each account.</summary>
    /// <param name="accounts">Which.</param>
    /// <param name="own">The account of the session itself, where no role is assumed.</param>
    /// <param name="work">What.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What became of each, in the order of <paramref name="accounts"/>.</returns>
    public async Task<ImmutableArray<AccountOutcome<T>>> RunAsync<T>(ImmutableArray<ListedAccount> accounts, string own, Func<ListedAccount, AwsSession, CancellationToken, Task<T>> work, CancellationToken cancellation)
        where T : class
    {
        var outcomes = new AccountOutcome<T>[accounts.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellation };
        await Parallel.ForAsync(0, accounts.Length, options, async (i, token) =>
        {
            ListedAccount account = accounts[i];
            try
            {
                AwsSession entered = account.Id == own ? session : session.Assume($"arn:{session.Partition.Name}:iam::{account.Id}:role/{role}", externalId);
                outcomes[i] = new AccountOutcome<T>(account, await work(account, entered, token), null);
            }
            catch (RemoteException failed)
            {
                outcomes[i] = new AccountOutcome<T>(account, null, failed.Message);
            }
        });
        return [.. outcomes];
    }
}
