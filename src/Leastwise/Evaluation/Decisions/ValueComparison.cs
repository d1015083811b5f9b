using System.Globalization;
using System.Net;
using Leastwise.Text;

namespace Leastwise.Evaluation.Decisions;

/// <summary>The bare comparisons of condition operators, one value against one value, never negated.</summary>
internal static class ValueComparison
{
    /// <summary>Whether the request's value matches the policy's. A value that is not of the operator's type matches nothing.</summary>
    /// <param name="operatorName">The positive operator.</param>
    /// <param name="expected">The policy's value.</param>
    /// <param name="actual">The request's value.</param>
    /// <param name="literals">Whether stars that are text are marked in both, see <see cref="PolicyText"/>.</param>
    public static bool Matches(string operatorName, string expected, string actual, bool literals) => operatorName switch
    {
        "StringEquals" => Marked(expected, literals) == actual,
        "StringEqualsIgnoreCase" => Marked(expected, literals).Equals(actual, StringComparison.OrdinalIgnoreCase),
        "StringLike" => WildcardPattern.IsMatch(expected, actual, ignoreCase: false),
        "ArnEquals" or "ArnLike" => IsArnMatch(expected, actual),
        "Bool" => expected.Equals(actual, StringComparison.OrdinalIgnoreCase),
        "BinaryEquals" => IsSameBinary(expected, actual),
        "IpAddress" => IsInNetwork(expected, actual),
        ['N', ..] => Compare(operatorName["Numeric".Length..], Number(actual), Number(expected)),
        ['D', ..] => Compare(operatorName["Date".Length..], Date(actual), Date(expected)),
        _ => false,
    };

    // In an exact comparison the policy's own stars are text as well.
    private static string Marked(string expected, bool literals) => literals ? PolicyText.Literal(expected) : expected;

    /// <summary>"Each of the six colon-delimited components of the ARN is checked separately and each can include multi-character match wildcards (*) or single-character match wildcards (?)."</summary>
    private static bool IsArnMatch(string expected, string actual)
    {
        string[] pattern = expected.Split(':', 6);
        string[] text = actual.Split(':', 6);
        if (pattern is ["*"])
        {
            return text.Length == 6;
        }

        if (pattern.Length != 6 || text.Length != 6)
        {
            return false;
        }

        for (int i = 0; i < 6; i++)
        {
            if (!WildcardPattern.IsMatch(pattern[i], text[i], ignoreCase: false))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSameBinary(string expected, string actual)
    {
        try
        {
            return Convert.FromBase64String(expected).AsSpan().SequenceEqual(Convert.FromBase64String(actual));
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>Whether the address lies in the network, written in CIDR notation; without a length it is one address.</summary>
    private static bool IsInNetwork(string network, string address)
    {
        int slash = network.IndexOf('/', StringComparison.Ordinal);
        string start = slash < 0 ? network : network[..slash];
        if (Address(start) is not { } expected || Address(address) is not { } actual || expected.Length != actual.Length)
        {
            return false;
        }

        int bits = expected.Length * 8;
        if (slash >= 0 && (!int.TryParse(network.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out bits) || bits > expected.Length * 8))
        {
            return false;
        }

        for (int i = 0; i < expected.Length && bits > 0; i++, bits -= 8)
        {
            int mask = bits >= 8 ? 0xFF : 0xFF << (8 - bits) & 0xFF;
            if ((expected[i] & mask) != (actual[i] & mask))
            {
                return false;
            }
        }

        return true;
    }

    private static byte[]? Address(string text) =>
        // .NET reads "10.1" as an address too; a policy's is written in full.
        (text.Contains(':', StringComparison.Ordinal) || text.Count(c => c == '.') == 3) && IPAddress.TryParse(text, out IPAddress? address)
            ? address.GetAddressBytes()
            : null;

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number
        // A number of more than 28 digits is greater than any that a policy compares with.
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double large) && double.IsFinite(large)
            ? large < 0 ? decimal.MinValue : decimal.MaxValue
            : null;

    /// <summary>A date of ISO 8601, down to the year alone, or seconds since 1970; as seconds since 1970.</summary>
    internal static decimal? Date(string text)
    {
        if (text.Length == 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int year) && year > 0)
        {
            return Seconds(new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero));
        }

        if (Number(text) is { } seconds)
        {
            return seconds;
        }

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out DateTimeOffset date) ? Seconds(date) : null;
    }

    /// <summary>Seconds since 1970.</summary>
    internal static decimal Seconds(DateTimeOffset date) => (date - DateTimeOffset.UnixEpoch).Ticks / (decimal)TimeSpan.TicksPerSecond;

    private static bool Compare(string relation, decimal? actual, decimal? expected) => (actual, expected, relation) switch
    {
        (null, _, _) or (_, null, _) => false,
        ({ } a, { } b, "Equals") => a == b,
        ({ } a, { } b, "LessThan") => a < b,
        ({ } a, { } b, "LessThanEquals") => a <= b,
        ({ } a, { } b, "GreaterThan") => a > b,
        ({ } a, { } b, "GreaterThanEquals") => a >= b,
        _ => false,
    };
}
