using System.Text.Json;
using Leastwise.Text;

namespace Leastwise.Principals;

/// <summary>Reads one page of authorization details.</summary>
internal static class AuthorizationPageReader
{
    private const int MostNames = 64;

    /// <summary>Whether the name is that of one of the page's lists.</summary>
    public static bool IsList(string name) => name is "UserDetailList" or "RoleDetailList" or "GroupDetailList" or "Policies";

    /// <summary>Reads the object that the cursor stands on; null where none of the page's lists is in it.</summary>
    /// <param name="cursor">Where it begins.</param>
    /// <param name="utf8">The file.</param>
    /// <param name="names">Takes the object's own names, which tell what it is where it is no page.</param>
    public static AuthorizationPage? Read(ref JsonCursor cursor, byte[] utf8, ISet<string> names)
    {
        var page = new AuthorizationPage { Position = SourcePosition.WholeFile(cursor.Position.File) };
        bool recognized = false;
        bool onlyPolicies = true;
        while (JsonElements.NextProperty(ref cursor))
        {
            string name = cursor.Text() ?? "";
            recognized |= IsList(name);
            if (names.Count < MostNames)
            {
                names.Add(name);
            }

            onlyPolicies &= name is not ("UserDetailList" or "RoleDetailList" or "GroupDetailList");
            switch (name)
            {
                case "UserDetailList":
                    ReadPrincipals(ref cursor, utf8, page.Users, page.Diagnostics);
                    break;
                case "RoleDetailList":
                    ReadPrincipals(ref cursor, utf8, page.Roles, page.Diagnostics);
                    break;
                case "GroupDetailList":
                    ReadPrincipals(ref cursor, utf8, page.Groups, page.Diagnostics);
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
        return recognized && !(onlyPolicies && page.Policies.Count == 0) ? page : null;
    }

    private static void ReadPrincipals(ref JsonCursor cursor, byte[] utf8, List<PrincipalDetail> principals, DiagnosticCollector diagnostics)
    {
        foreach ((SourcePosition position, PrincipalDetail? detail, _) in ElementList.Read(ref cursor, utf8, diagnostics, static (ref one, text, _) => PrincipalDetailReader.Read(ref one, text)))
        {
            if (detail is { Arn.Length: > 0, Name.Length: > 0 })
            {
                principals.Add(detail);
                continue;
            }

            diagnostics.Add(new(DiagnosticSeverity.Error, "This entry has no name or no Arn; it was passed over.", position));
        }
    }

    private static void ReadPolicies(ref JsonCursor cursor, byte[] utf8, AuthorizationPage page)
    {
        foreach ((SourcePosition position, PolicyDetail? detail, DiagnosticCollector faults) in ElementList.Read<PolicyDetail>(ref cursor, utf8, page.Diagnostics, PolicyDetailReader.Read))
        {
            page.Diagnostics.AddRange(faults.ToImmutable());
            if (detail?.Arn is { Length: > 0 } arn && arn.StartsWith("arn:", StringComparison.Ordinal) && arn.Contains(":organizations:", StringComparison.Ordinal))
            {
                // The answer of 'aws organizations list-policies' has a list of the same name, and no documents.
                continue;
            }

            if (detail is { Arn.Length: > 0 })
            {
                page.Policies.Add(detail);
                continue;
            }

            page.Diagnostics.Add(new(DiagnosticSeverity.Error, "This policy has no Arn; it was passed over.", position));
        }
    }
}
