using System.Security.Cryptography;
using System.Text;

namespace Leastwise.Risks;

/// <summary>Names a finding by what it is about, so that the same risk keeps its name from run to run and from report to report.</summary>
internal static class FindingId
{
    // 48 bits: among a million findings the chance that two share a name is about 1 in 560. With 32 bits it would happen in every large account.
    private const int Bytes = 6;

    /// <summary>The id of the finding of <paramref name="kind"/> on <paramref name="principal"/>, told apart from its like by <paramref name="detail"/>.</summary>
    public static string Of(RiskKind kind, string principal, string detail)
    {
        string text = $"{kind.Kind}\n{principal}\n{detail}";
        Span<byte> utf8 = text.Length < 512 ? stackalloc byte[3 * text.Length] : new byte[3 * text.Length];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(text, utf8)], hash);
        return $"{kind.Prefix}-{Convert.ToHexStringLower(hash[..Bytes])}";
    }
}
