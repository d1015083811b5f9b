using System.Collections.Immutable;
using System.Text.Json;
using Leastwise.Policies;
using Leastwise.Text;

namespace Leastwise.Principals;

/// <summary>Reads one managed policy; of its versions the default one, wherever in the list it stands.</summary>
internal static class PolicyDetailReader
{
    /// <summary>Reads the object that the cursor stands on, to its end.</summary>
    public static PolicyDetail Read(ref JsonCursor cursor, ReadOnlySpan<byte> utf8, DiagnosticCollector diagnostics)
    {
        var detail = new PolicyDetail { Position = cursor.Position };
        string? defaultId = null;
        var versions = new List<ReadVersion>();
        while (JsonElements.NextProperty(ref cursor))
        {
            switch (cursor.Text())
            {
                case "PolicyName":
                    detail.Name = JsonElements.Text(ref cursor) ?? "";
                    break;
                case "Arn":
                    detail.Arn = JsonElements.Text(ref cursor) ?? "";
                    break;
                case "DefaultVersionId":
                    defaultId = JsonElements.Text(ref cursor);
                    break;
                case "PolicyVersionList":
                    ReadVersions(ref cursor, utf8, versions);
                    break;
                default:
                    cursor.Skip();
                    break;
            }
        }

        ReadVersion? chosen = Default(detail, defaultId, versions, diagnostics);
        detail.Document = chosen?.Document;
        detail.VersionId = chosen?.Id is { Length: > 0 } id ? id : null;
        detail.OtherVersions = [.. versions.Where(version => version != chosen && version.Document is not null).Select(version => new PolicyVersion(version.Id, version.Created, version.Document?.Json ?? ""))];
        return detail;
    }

    private static void ReadVersions(ref JsonCursor cursor, ReadOnlySpan<byte> utf8, List<ReadVersion> versions)
    {
        bool entered = false;
        while (JsonElements.NextElement(ref cursor, ref entered))
        {
            if (cursor.Token != JsonTokenType.StartObject)
            {
                cursor.Skip();
                continue;
            }

            string id = "";
            bool isDefault = false;
            DateTimeOffset? created = null;
            PolicyDocument? document = null;
            while (JsonElements.NextProperty(ref cursor))
            {
                switch (cursor.Text())
                {
                    case "VersionId":
                        id = JsonElements.Text(ref cursor) ?? "";
                        break;
                    case "IsDefaultVersion":
                        isDefault = JsonElements.Text(ref cursor) is "true" or "True";
                        break;
                    case "CreateDate":
                        created = JsonElements.Time(JsonElements.Text(ref cursor));
                        break;
                    case "Document":
                        document = JsonElements.Document(ref cursor, utf8);
                        break;
                    default:
                        cursor.Skip();
                        break;
                }
            }

            versions.Add(new ReadVersion(id, isDefault, created, document));
        }
    }

    /// <summary>The policy's own DefaultVersionId decides, then the version's flag: never the order of the list.</summary>
    private static ReadVersion? Default(PolicyDetail detail, string? defaultId, List<ReadVersion> versions, DiagnosticCollector diagnostics)
    {
        ReadVersion? chosen = versions.Find(version => defaultId is not null && version.Id == defaultId) ?? versions.Find(version => version.IsDefault);
        if (chosen?.Document is null && detail.Arn.Length > 0)
        {
            diagnostics.Add(new(
                DiagnosticSeverity.Error,
                $"Policy {detail.Name}: its default version {defaultId ?? "(not named)"} is not in the file, so nothing is known of what it grants or denies. Fetch the details again.",
                detail.Position));
        }

        return chosen;
    }

    private sealed record ReadVersion(string Id, bool IsDefault, DateTimeOffset? Created, PolicyDocument? Document);
}
