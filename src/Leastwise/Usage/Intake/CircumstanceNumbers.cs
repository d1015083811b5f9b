using System.Text;
using Leastwise.Trail;

namespace Leastwise.Usage.Intake;

/// <summary>
/// Gives the number of a record's circumstances. Source addresses are kept as networks, <c>/24</c> and <c>/48</c>, which policies can name; single addresses
/// of a home connection change every day, and a ledger of them would grow without end. An instance serves one thread.
/// </summary>
internal sealed class CircumstanceNumbers(Names names)
{
    private readonly RecentTexts recent = new(11);

    /// <summary>The number.</summary>
    public int Of(in RawEvent one)
    {
        ReadOnlySpan<byte> address = one.SourceAddress, endpoint = one.VpcEndpointId, mfa = one.Mfa switch { true => "true"u8, false => "false"u8, _ => [] };
        int number = recent.Find(address, endpoint, mfa, []);
        if (number == 0)
        {
            var parts = new CircumstanceParts(Encoding.UTF8.GetString(mfa), Encoding.UTF8.GetString(endpoint), RecordGroup.NetworkOf(Encoding.UTF8.GetString(address)) ?? "");
            var content = default(FastHash);
            content.Add(parts.Mfa);
            content.Add(parts.VpcEndpoint);
            content.Add(parts.Network);
            HashKey key = content.Key;
            number = names.Circumstances.Find(key);
            number = recent.Remember(address, endpoint, mfa, [], number != 0 ? number : names.Circumstances.Add(key, parts));
        }

        return number;
    }
}
