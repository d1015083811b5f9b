using System.Text;
using Leastwise.Trail;

namespace Leastwise.Tests.Trail.Scanning;

/// <summary>Writes events out in full, so that those of the two readers can be compared. What is empty and what is missing look alike.</summary>
internal static class EventTexts
{
    public static string Of(TrailEvent one)
    {
        var lines = new List<string>
        {
            $"id {one.EventId}",
            $"fingerprint {one.Fingerprint}",
            $"shared {one.SharedEventId}",
            $"time {one.Time.ToUnixTimeSeconds()}",
            $"event {one.Source} {one.Name} {one.Type} {one.Category} {one.ReadOnly}",
            $"place {one.RecipientAccountId} {one.Region} {one.SourceAddress} {one.VpcEndpointId}",
            $"outcome {one.Outcome} {one.ErrorCode} {one.ErrorMessage}",
            $"caller {one.Caller.Type} {one.Caller.PrincipalId} {one.Caller.Arn} {one.Caller.AccountId} {one.Caller.UserName} {one.Caller.AccessKeyId}",
            $"from {one.Caller.InvokedBy} {one.Caller.IdentityProvider} {one.Caller.IssuerArn} {one.Caller.IssuerId} {one.Caller.SourceIdentity}",
            $"session {one.Caller.SessionBegan?.ToUnixTimeSeconds()} {one.Caller.Mfa}",
        };
        lines.AddRange(one.Resources.Select(resource => $"resource {resource.Type} {resource.Arn}"));
        lines.AddRange(one.Parameters.Select(parameter => $"parameter {parameter.Name} {parameter.Value}"));
        lines.AddRange(one.RequestedRoles.Select(role => $"role {role}"));
        if (one.Issued is { } issued)
        {
            lines.Add($"issued {issued.AccessKeyId} {issued.RoleArn} {issued.AssumedRoleArn} {issued.AssumedRoleId} {issued.SessionName}");
        }

        if (one.CreatedKey is { } key)
        {
            lines.Add($"created {key.AccessKeyId} {key.UserName}");
        }

        return string.Join('\n', lines);
    }

    public static string Of(in RawEvent one)
    {
        var lines = new List<string>
        {
            $"id {Text(one.EventId)}",
            $"fingerprint {one.FingerprintHigh:X16}{one.FingerprintLow:X16}",
            $"shared {Text(one.SharedEventId)}",
            $"time {one.Time}",
            $"event {Text(one.Source)} {Text(one.Name)} {Text(one.Type)} {Text(one.Category)} {one.ReadOnly}",
            $"place {Text(one.Recipient)} {Text(one.Region)} {Text(one.SourceAddress)} {Text(one.VpcEndpointId)}",
            $"outcome {one.Outcome} {Text(one.ErrorCode)} {Text(one.ErrorMessage)}",
            $"caller {Text(one.CallerType)} {Text(one.PrincipalId)} {Text(one.CallerArn)} {Text(one.CallerAccount)} {Text(one.UserName)} {Text(one.AccessKeyId)}",
            $"from {Text(one.InvokedBy)} {Text(one.IdentityProvider)} {Text(one.IssuerArn)} {Text(one.IssuerId)} {Text(one.SourceIdentity)}",
            $"session {one.SessionBegan} {one.Mfa}",
        };
        for (int i = 0; i < one.ResourceCount; i++)
        {
            lines.Add($"resource {Text(one.ResourceType(i))} {Text(one.ResourceArn(i))}");
        }

        for (int i = 0; i < one.ParameterCount; i++)
        {
            lines.Add($"parameter {Text(one.ParameterName(i))} {Text(one.ParameterValue(i))}");
        }

        for (int i = 0; i < one.RoleCount; i++)
        {
            lines.Add($"role {Text(one.Role(i))}");
        }

        if (one.IssuesSession)
        {
            lines.Add($"issued {Text(one.IssuedAccessKeyId)} {Text(one.IssuedRoleArn)} {Text(one.IssuedSessionArn)} {Text(one.IssuedSessionId)} {Text(one.IssuedSessionName)}");
        }

        if (one.CreatesKey)
        {
            lines.Add($"created {Text(one.CreatedKeyId)} {Text(one.CreatedKeyUser)}");
        }

        return string.Join('\n', lines);
    }

    private static string Text(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);
}
