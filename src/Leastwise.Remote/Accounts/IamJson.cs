using System.Collections.Frozen;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml.Linq;

namespace Leastwise.Remote.Accounts;

/// <summary>Writes what IAM answers in XML as the JSON that the <c>aws iam</c> commands print, policy documents as objects.</summary>
/// <remarks>
/// Source of the shapes: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html and
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLastAccessedDetails.html.
/// </remarks>
internal static class IamJson
{
    private static readonly FrozenSet<string> Lists = FrozenSet.Create(
        StringComparer.Ordinal,
        "UserPolicyList", "RolePolicyList", "GroupPolicyList", "AttachedManagedPolicies", "GroupList", "InstanceProfileList", "Roles", "Tags", "PolicyVersionList",
        "TrackedActionsLastAccessed");

    private static readonly FrozenSet<string> Documents = FrozenSet.Create(StringComparer.Ordinal, "PolicyDocument", "AssumeRolePolicyDocument", "Document");

    /// <summary>How our files of AWS's answers are written.</summary>
    public static JsonWriterOptions Form { get; } = new() { Indented = true, IndentSize = 4, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes an entry of a list.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="allVersions">Whether versions of policies that are not the default one are kept.</param>
    public static void Write(Utf8JsonWriter writer, XElement entry, bool allVersions = true)
    {
        writer.WriteStartObject();
        foreach (XElement field in entry.Elements())
        {
            string name = field.Name.LocalName;
            writer.WritePropertyName(name);
            WriteValue(writer, field, name, allVersions);
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, XElement field, string name, bool allVersions)
    {
        if (Lists.Contains(name))
        {
            writer.WriteStartArray();
            foreach (XElement member in field.Elements().Where(one => allVersions || name != "PolicyVersionList" || one.Text("IsDefaultVersion") == "true"))
            {
                WriteMember(writer, member, allVersions);
            }

            writer.WriteEndArray();
        }
        else if (Documents.Contains(name))
        {
            WriteDocument(writer, Uri.UnescapeDataString(field.Value));
        }
        else if (field.HasElements)
        {
            Write(writer, field, allVersions);
        }
        else if (name is "IsDefaultVersion" or "IsAttachable" && bool.TryParse(field.Value, out bool truth))
        {
            writer.WriteBooleanValue(truth);
        }
        else if (name is "AttachmentCount" or "PermissionsBoundaryUsageCount" or "TotalAuthenticatedEntities" && int.TryParse(field.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int count))
        {
            writer.WriteNumberValue(count);
        }
        else if (name is "RoleLastUsed" or "PermissionsBoundary")
        {
            // A role that was never used has an empty one.
            writer.WriteStartObject();
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteStringValue(field.Value);
        }
    }

    private static void WriteMember(Utf8JsonWriter writer, XElement member, bool allVersions)
    {
        if (member.HasElements)
        {
            Write(writer, member, allVersions);
        }
        else
        {
            writer.WriteStringValue(member.Value);
        }
    }

    private static void WriteDocument(Utf8JsonWriter writer, string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            document.RootElement.WriteTo(writer);
        }
        catch (JsonException)
        {
            // Whoever reads it says what is wrong with it, with its place.
            writer.WriteStringValue(text);
        }
    }
}
