using System.Text.Json;
using Leastwise.Text;

namespace Leastwise.Principals;

/// <summary>Reads one page of authorization details.</summary>
internal static class AuthorizationPageReader
{
    /// <summary>Whether the name is that of one of the page's lists.</summary>
    public static bool IsList(string name) => name is "UserDetailList" or "RoleDetailList" or "GroupDetailList" or "Policies";

    /// <summary>Reads the object that the cursor stands on; null where none of the page's lists is in it.</summary>
    public static AuthorizationPage? Read(ref JsonCursor cursor, ReadOnlySpan<byte> utf8)
    {
        var page = new AuthorizationPage { Position = SourcePosition.WholeFile(cursor.Position.File) };
        bool recognized = false;
        bool onlyPolicies = true;
        while (JsonElements.NextProperty(ref cursor))
        {
            string name = cursor.Text() ?? "";
            recognized |= IsList(name);
            onlyPolicies &= name is not ("UserDetailList" or "RoleDetailList" or "GroupDetailList");
            switch (name)
            {
                case "UserDetailList":
                    ReadPrincipals(ref cursor, utf8, page.Users);
                    break;
                case "RoleDetailList":
                    ReadPrincipals(ref cursor, utf8, page.Roles);
                    break;
                case "GroupDetailList":
                    ReadPrincipals(ref cursor, utf8, page.Groups);
                    break;
                case "Policies":
                    ReadPolicies(ref cursor, utf8, page);
                    break;
                case "IsTruncated":
                    page.IsTruncated = JsonElements.Text(ref cursor) is "true" or "True";
                    break;
                default:
                    cursor.Skip();
                    break;
            }
        }

        // "Policies" alone is a common word: only managed policies make it a page.
        return recognized && !(onlyPolicies && page.Policies.TrueForAll(policy => policy.Arn.Length == 0)) ? page : null;
    }

    private static void ReadPrincipals(ref JsonCursor cursor, ReadOnlySpan<byte> utf8, List<PrincipalDetail> principals)
    {
        bool entered = false;
        while (JsonElements.NextElement(ref cursor, ref entered))
        {
            if (cursor.Token == JsonTokenType.StartObject)
            {
                principals.Add(PrincipalDetailReader.Read(ref cursor, utf8));
            }
            else
            {
                cursor.Skip();
            }
        }
    }

    private static void ReadPolicies(ref JsonCursor cursor, ReadOnlySpan<byte> utf8, AuthorizationPage page)
    {
        bool entered = false;
        while (JsonElements.NextElement(ref cursor, ref entered))
        {
            if (cursor.Token == JsonTokenType.StartObject)
            {
                page.Policies.Add(PolicyDetailReader.Read(ref cursor, utf8, page.Diagnostics));
            }
            else
            {
                cursor.Skip();
            }
        }
    }
}
