using System.Text;
using Leastwise.Trail;

namespace Leastwise.Usage.Intake;

/// <summary>
/// Gives the number of a record's circumstances. Source addresses are kept as networks, <c>/24</c> and <c>/48</c>, which policies can name; single addresses
/// of a home connection change every day, and a ledger of them would grow without end. An instance serves one thread.
/// </summary>
internal sealed class CircumstanceNumbers(Names names)
{
    private readonly Recent<int> recent = new(14);

    /// <summary>The number.</summary>
    public int Of(in RawEvent one)
    {
        var hash = default(FastHash);
        hash.Add(one.Mfa is bool mfa ? (mfa ? 2 : 1) : 0L);
        hash.Add(one.VpcEndpointId);
        hash.Add(one.SourceAddress);
        HashKey key = hash.Key;
        if (!recent.TryGet(key, out int number))
        {
            var parts = new CircumstanceParts(
                one.Mfa is bool used ? (used ? "true" : "false") : "", Encoding.UTF8.GetString(one.VpcEndpointId), RecordGroup.NetworkOf(Encoding.UTF8.GetString(one.SourceAddress)) ?? "");
            var content = default(FastHash);
            content.Add(parts.Mfa);
            content.Add(parts.VpcEndpoint);
            content.Add(parts.Network);
            HashKey contentKey = content.Key;
            number = names.Circumstances.Find(contentKey);
            recent.Set(key, number = number != 0 ? number : names.Circumstances.Add(contentKey, parts));
        }

        return number;
    }
}
