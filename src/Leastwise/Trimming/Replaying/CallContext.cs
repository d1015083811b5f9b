using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using Leastwise.Evaluation.Decisions;
using Leastwise.Principals;
using Leastwise.Usage;

namespace Leastwise.Trimming.Replaying;

/// <summary>The context keys of calls as far as the ledger tells them. A key that it does not tell stays open: what hangs on it cannot be decided.</summary>
/// <param name="Request">The keys.</param>
/// <param name="Network">The network that the calls came from; null where that is not known.</param>
/// <param name="Text">What tells contexts apart.</param>
internal sealed record CallContext(RequestContext Request, string? Network, string Text)
{
    /// <summary>The key that a source network stands for.</summary>
    public const string SourceAddress = "aws:SourceIp";

    // What is the same for every principal, and told by the ledger or by nobody.
    private static readonly FrozenSet<string> Told = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "aws:RequestedRegion", "aws:MultiFactorAuthPresent", "aws:SourceVpce", "aws:ViaAWSService", SourceAddress);

    /// <summary>Whether the key is one of a call's own, rather than of who makes it.</summary>
    public static bool Tells(string key) => Told.Contains(key);

    /// <summary>A text that tells the values of such a key apart.</summary>
    public string ValueOf(string key) =>
        key.Equals(SourceAddress, StringComparison.OrdinalIgnoreCase) ? Network ?? "" : Request.Values.TryGetValue(key, out ImmutableArray<string> values) ? values is [var one] ? one : "absent" : "not told";

    /// <summary>The context.</summary>
    public static CallContext Of(Observation one, IamPrincipal principal)
    {
        var values = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.OrdinalIgnoreCase);
        if (one.Region.Length > 0)
        {
            values["aws:RequestedRegion"] = [one.Region];
        }

        if (one.Circumstance.Mfa is { } mfa)
        {
            values["aws:MultiFactorAuthPresent"] = [mfa ? "true" : "false"];
        }

        if (one.Circumstance != Circumstance.None)
        {
            // The record has a field for the endpoint; where it is not there, the call came by none, and the key is absent.
            values["aws:SourceVpce"] = one.Circumstance.VpcEndpointId is { } endpoint ? [endpoint] : [];
        }

        bool throughService = one.InvokedBy?.EndsWith(".amazonaws.com", StringComparison.Ordinal) == true;
        if (throughService || one.InvokedBy is null)
        {
            values["aws:ViaAWSService"] = [throughService ? "true" : "false"];
        }

        // Tags of the principal hold in every session; those that a session adds are not in the logs, so that a tag which is not here stays open.
        foreach ((string tag, string value) in principal.Tags)
        {
            values[$"aws:PrincipalTag/{tag}"] = [value];
        }

        string text = string.Join('\n', values.OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase).Select(pair => $"{pair.Key}={string.Join(',', pair.Value)}").Prepend(one.Circumstance.Network));
        return new CallContext(new RequestContext { Values = values.ToImmutable(), IsOpen = true }, one.Circumstance.Network, text);
    }

    /// <summary>The networks of policies that lie, at least in part, within a source network, as addresses of which one stands for each part; the key is open where none can be made.</summary>
    /// <param name="network">Such as <c>198.51.100.0/24</c>; a service's name or null gives none.</param>
    /// <param name="ranges">The addresses and networks that the policies name.</param>
    public static ImmutableArray<string> Addresses(string? network, IEnumerable<string> ranges)
    {
        if (!IPNetwork.TryParse(network, out IPNetwork source) || !IsVersion4(source))
        {
            return [];
        }

        (uint first, uint last) = Bounds(source);
        var parts = new SortedSet<uint> { first };
        foreach (string range in ranges)
        {
            if (IPNetwork.TryParse(range.Contains('/', StringComparison.Ordinal) ? range : range + "/32", out IPNetwork named) && IsVersion4(named))
            {
                (uint from, uint to) = Bounds(named);
                parts.UnionWith(new[] { (long)from, (long)to + 1 }.Where(edge => edge > first && edge <= last).Select(edge => (uint)edge));
            }
        }

        return [.. parts.Select(part => new IPAddress([(byte)(part >> 24), (byte)(part >> 16), (byte)(part >> 8), (byte)part]).ToString())];
    }

    private static bool IsVersion4(IPNetwork network) => network.BaseAddress.GetAddressBytes().Length == 4;

    private static (uint First, uint Last) Bounds(IPNetwork network)
    {
        byte[] bytes = network.BaseAddress.GetAddressBytes();
        uint first = ((uint)bytes[0] << 24) | ((uint)bytes[1] << 16) | ((uint)bytes[2] << 8) | bytes[3];
        uint size = network.PrefixLength == 0 ? uint.MaxValue : (uint)((1L << (32 - network.PrefixLength)) - 1);
        return (first, first + size);
    }
}
