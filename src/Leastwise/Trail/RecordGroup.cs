using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Leastwise.Trail;

/// <summary>
/// Names what a record has in common with others as far as the ledger keeps it: all but its time, its id, and what a ledger leaves out. Records of one group can be
/// summed up by an engine that knows nothing of CloudTrail, and any of them stands for the sum. A group may be finer than the ledger's observations, never coarser.
/// </summary>
public static class RecordGroup
{
    /// <summary>The group's name: 32 hexadecimal digits. It must not change from version to version, since indices hold it.</summary>
    public static string Of(TrailEvent one)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        CallerIdentity caller = one.Caller;
        foreach (string? text in (string?[])
        [
            one.Source, one.Name, one.Type, one.Category, Text(one.ReadOnly), one.RecipientAccountId, one.Region, NetworkOf(one.SourceAddress), one.VpcEndpointId,
            caller.Type, caller.Arn, caller.PrincipalId, caller.AccountId, caller.UserName, caller.AccessKeyId, caller.IssuerArn, caller.IssuerId,
            caller.SourceIdentity, caller.InvokedBy, caller.IdentityProvider, Text(caller.Mfa), one.ErrorCode, ErrorOutcome.NeedsMessage(one.ErrorCode) ? one.ErrorMessage : null,
        ])
        {
            Add(hash, text);
        }

        foreach (TrailResource resource in one.Resources)
        {
            Add(hash, resource.Type);
            Add(hash, resource.Arn);
        }

        Add(hash, "/");

        // Parameters name resources only where the record does not name them itself.
        foreach (RequestParameter parameter in one.Resources.IsEmpty ? one.Parameters : [])
        {
            Add(hash, parameter.Name);
            Add(hash, parameter.Value);
        }

        Add(hash, "/");
        foreach (string role in one.RequestedRoles)
        {
            Add(hash, role);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    /// <summary>Whether the record must be kept by itself: its call is recorded by several accounts, or issued credentials.</summary>
    public static bool IsSingle(TrailEvent one) => one.SharedEventId is not null || one.Issued is not null || one.CreatedKey is not null;

    /// <summary>The network that the ledger keeps of an address: <c>/24</c>, of IPv6 <c>/48</c>; anything else as it is.</summary>
    internal static string? NetworkOf(string? address)
    {
        if (string.IsNullOrEmpty(address) || !IPAddress.TryParse(address, out IPAddress? parsed))
        {
            return address;
        }

        byte[] bytes = parsed.GetAddressBytes();
        int kept = bytes.Length == 4 ? 3 : 6;
        bytes.AsSpan(kept).Clear();
        return $"{new IPAddress(bytes)}/{kept * 8}";
    }

    private static string? Text(bool? flag) => flag is bool said ? (said ? "true" : "false") : null;

    private static void Add(IncrementalHash hash, string? text)
    {
        // Absent and empty are the same to the ledger.
        byte[] bytes = Encoding.UTF8.GetBytes(text ?? "");
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }
}
