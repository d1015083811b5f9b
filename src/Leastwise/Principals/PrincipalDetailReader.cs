using System.Text.Json;
using Leastwise.Policies;
using Leastwise.Text;

namespace Leastwise.Principals;

/// <summary>Reads one element of the user, role or group list.</summary>
internal static class PrincipalDetailReader
{
    /// <summary>Reads the object that the cursor stands on, to its end.</summary>
    public static PrincipalDetail Read(ref JsonCursor cursor, ReadOnlySpan<byte> utf8)
    {
        var detail = new PrincipalDetail { Position = cursor.Position };
        while (JsonElements.NextProperty(ref cursor))
        {
            switch (cursor.Text())
            {
                case "UserName" or "RoleName" or "GroupName":
                    detail.Name = JsonElements.Text(ref cursor) ?? "";
                    break;
                case "UserId" or "RoleId" or "GroupId":
                    detail.UniqueId = JsonElements.Text(ref cursor) ?? "";
                    break;
                case "Arn":
                    detail.Arn = JsonElements.Text(ref cursor) ?? "";
                    break;
                case "Path":
                    detail.Path = JsonElements.Text(ref cursor) ?? "/";
                    break;
                case "CreateDate":
                    detail.Created = JsonElements.Time(JsonElements.Text(ref cursor));
                    break;
                case "AssumeRolePolicyDocument":
                    detail.Trust = JsonElements.Document(ref cursor, utf8);
                    break;
                case "UserPolicyList" or "RolePolicyList" or "GroupPolicyList":
                    ReadInline(ref cursor, utf8, detail);
                    break;
                case "AttachedManagedPolicies":
                    ReadEach(ref cursor, "PolicyArn", (arn, position) => detail.Attached.Add((arn, position)));
                    break;
                case "GroupList":
                    ReadEach(ref cursor, "GroupName", (name, position) => detail.Groups.Add((name, position)));
                    break;
                case "InstanceProfileList":
                    ReadEach(ref cursor, "InstanceProfileName", (name, _) => detail.InstanceProfiles.Add(name));
                    break;
                case "PermissionsBoundary":
                    JsonElements.Fields(ref cursor, (name, value) => detail.BoundaryArn = name == "PermissionsBoundaryArn" ? value : detail.BoundaryArn);
                    break;
                case "RoleLastUsed":
                    JsonElements.Fields(ref cursor, (name, value) => ReadLastUsed(detail, name, value));
                    break;
                case "Tags":
                    ReadTags(ref cursor, detail);
                    break;
                default:
                    cursor.Skip();
                    break;
            }
        }

        return detail;
    }

    private static void ReadLastUsed(PrincipalDetail detail, string name, string value)
    {
        if (name == "LastUsedDate")
        {
            detail.LastUsed = JsonElements.Time(value);
        }
        else if (name == "Region")
        {
            detail.LastUsedRegion = value;
        }
    }

    private static void ReadInline(ref JsonCursor cursor, ReadOnlySpan<byte> utf8, PrincipalDetail detail)
    {
        bool entered = false;
        while (JsonElements.NextElement(ref cursor, ref entered))
        {
            if (cursor.Token != JsonTokenType.StartObject)
            {
                cursor.Skip();
                continue;
            }

            string name = "";
            PolicyDocument? document = null;
            while (JsonElements.NextProperty(ref cursor))
            {
                switch (cursor.Text())
                {
                    case "PolicyName":
                        name = JsonElements.Text(ref cursor) ?? "";
                        break;
                    case "PolicyDocument":
                        document = JsonElements.Document(ref cursor, utf8);
                        break;
                    default:
                        cursor.Skip();
                        break;
                }
            }

            if (document is not null)
            {
                detail.Inline.Add(new NamedDocument(name, document));
            }
        }
    }

    private static void ReadTags(ref JsonCursor cursor, PrincipalDetail detail)
    {
        bool entered = false;
        while (JsonElements.NextElement(ref cursor, ref entered))
        {
            string? key = null;
            string value = "";
            JsonElements.FieldsHere(ref cursor, (name, text) =>
            {
                key = name == "Key" ? text : key;
                value = name == "Value" ? text : value;
            });
            if (key is not null)
            {
                detail.Tags[key] = value;
            }
        }
    }

    /// <summary>Reads an array of strings, or of objects of which one field matters.</summary>
    private static void ReadEach(ref JsonCursor cursor, string field, Action<string, SourcePosition> take)
    {
        bool entered = false;
        while (JsonElements.NextElement(ref cursor, ref entered))
        {
            SourcePosition position = cursor.Position;
            if (cursor.Token == JsonTokenType.StartObject)
            {
                while (JsonElements.NextProperty(ref cursor))
                {
                    if (cursor.Text() != field)
                    {
                        cursor.Skip();
                    }
                    else if (JsonElements.Text(ref cursor) is { } value)
                    {
                        take(value, position);
                    }
                }
            }
            else if (cursor.Text() is { } text)
            {
                take(text, position);
            }
            else
            {
                cursor.Skip();
            }
        }
    }
}
