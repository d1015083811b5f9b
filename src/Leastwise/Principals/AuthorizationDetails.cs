using System.Collections.Immutable;
using Leastwise.Text;

namespace Leastwise.Principals;

/// <summary>What a set of account files holds.</summary>
/// <param name="Accounts">One snapshot for each account, in ordinal order of account id.</param>
/// <param name="Diagnostics">What concerns files rather than an account: unreadable ones, such as are something else. An account's own are with it.</param>
public sealed record AuthorizationDetails(ImmutableArray<AccountSnapshot> Accounts, ImmutableArray<Diagnostic> Diagnostics);
