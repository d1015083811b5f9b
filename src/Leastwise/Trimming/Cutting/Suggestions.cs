using System.Collections.Immutable;
using System.Globalization;
using Leastwise.Trail;
using Leastwise.Usage;

namespace Leastwise.Trimming.Cutting;

/// <summary>Conditions that everything satisfied that was let through. They are suggested, never added: history does not say that it must stay so.</summary>
internal static class Suggestions
{
    private const int MostValues = 5;

    /// <summary>The suggestions.</summary>
    public static ImmutableArray<SuggestedCondition> Of(IEnumerable<Observation> calls)
    {
        Observation[] let = [.. calls.Where(one => one.Outcome is Outcome.Ok or Outcome.FailedAfterAuthorization)];
        if (let.Length == 0)
        {
            return [];
        }

        // A service that calls on the caller's behalf comes from elsewhere; such a condition would shut it out.
        if (Array.Exists(let, one => one.InvokedBy is not null))
        {
            return [];
        }

        string events = let.Sum(one => one.Count) is 1 ? "The one event" : string.Create(CultureInfo.InvariantCulture, $"All {let.Sum(one => one.Count):N0} events");
        var found = ImmutableArray.CreateBuilder<SuggestedCondition>();
        if (Array.TrueForAll(let, one => one.Circumstance.Mfa == true))
        {
            found.Add(new SuggestedCondition("Bool", "aws:MultiFactorAuthPresent", ["true"], $"{events} {(events.StartsWith("All", StringComparison.Ordinal) ? "were" : "was")} made with MFA."));
        }

        if (Values(let, one => one.Circumstance.VpcEndpointId) is { } endpoints)
        {
            found.Add(new SuggestedCondition("StringEquals", "aws:SourceVpce", endpoints, $"{events} came through {(endpoints.Length == 1 ? "this VPC endpoint" : "these VPC endpoints")}."));
        }
        else if (Values(let, one => one.Circumstance.Network is { } network && network.Contains('/', StringComparison.Ordinal) ? network : null) is { } networks)
        {
            found.Add(new SuggestedCondition(
                "IpAddress", "aws:SourceIp", networks,
                $"{events} came from {(networks.Length == 1 ? "this network" : "these networks")}. Look first whether these are your own: the ledger keeps networks, not addresses, and a provider's addresses change."));
        }

        return found.ToImmutable();
    }

    private static ImmutableArray<string>? Values(Observation[] calls, Func<Observation, string?> valueOf)
    {
        string?[] values = [.. calls.Select(valueOf).Distinct(StringComparer.Ordinal)];
        return values.Length <= MostValues && !values.Contains(null) ? [.. values.OfType<string>().Order(StringComparer.Ordinal)] : null;
    }
}
