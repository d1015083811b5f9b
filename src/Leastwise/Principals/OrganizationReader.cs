using System.Collections.Immutable;
using System.Text.Json;
using Leastwise.Text;

namespace Leastwise.Principals;

/// <summary>
/// Reads an organization: its accounts and the policies of each level above them. Three shapes are read, described in <c>docs/organization.md</c>:
/// our own, a tree of roots, units and accounts with <c>Policies</c> and <c>Children</c>, and a folder of what the <c>aws organizations</c>
/// commands print.
/// </summary>
public static class OrganizationReader
{
    /// <summary>Reads the file, or of a folder the answers of the <c>aws organizations</c> commands. Never throws for what it holds: what could not be used stands in the diagnostics.</summary>
    public static OrganizationSnapshot Read(string path)
    {
        var content = new OrganizationContent();
        if (Directory.Exists(path))
        {
            new OrganizationParts(content).Read(path);
            if (content.Roots.Count == 0)
            {
                content.Diagnostics.Add(new(
                    DiagnosticSeverity.Error,
                    "The folder holds no root of an organization, so no service control policy is taken into account; give the output of 'aws organizations list-roots' too, see docs/organization.md.",
                    SourcePosition.WholeFile(path)));
            }

            return content.Resolve();
        }

        byte[]? bytes = JsonFile.Read(path, out Diagnostic? problem);
        if (bytes is null)
        {
            content.Diagnostics.AddRange(problem is null ? [] : [problem]);
            return content.Resolve();
        }

        var cursor = new JsonCursor(bytes, new SourcePosition(path, 1, 1));
        while (cursor.Read())
        {
            if (cursor.Token == JsonTokenType.StartObject)
            {
                ReadTop(ref cursor, bytes, content);
            }
            else if (cursor.Token is not (JsonTokenType.StartArray or JsonTokenType.EndArray))
            {
                cursor.Skip();
            }
        }

        if (content.Roots.Count == 0)
        {
            string what = cursor.Failure is { } notJson
                ? $"The file is not JSON (line {notJson.Position.Line}, column {notJson.Position.Column})"
                : AuthorizationDetailsReader.LooksLike(path) ? "The file holds account details, which --iam takes, and no organization"
                : IsListOfRoots(path) ? "The file is one answer of the 'aws organizations' commands alone; give the folder with all of them"
                : "The file holds no organization (no roots)";
            content.Diagnostics.Add(new(
                DiagnosticSeverity.Error,
                $"{what}; no service control policy is taken into account. docs/organization.md tells the shape.",
                SourcePosition.WholeFile(path)));
        }
        else if (cursor.Failure is { } failure)
        {
            content.Diagnostics.Add(failure with { Message = "The file breaks off or is broken here; accounts and policies after this place are missing." });
        }

        return content.Resolve();
    }

    /// <summary>Whether the file's content looks like an organization, by its top-level names. False where it cannot be read.</summary>
    public static bool LooksLike(string path) => JsonFile.HasTopLevelName(path, name => name is "roots" or "organization" or "Children" or "PolicyTypes");

    /// <summary>Whether the file is the answer of <c>aws organizations list-roots</c>, beside which those of the other commands lie. False where it cannot be read.</summary>
    public static bool IsListOfRoots(string path) => JsonFile.HasTopLevelName(path, name => name is "Roots");

    private static void ReadTop(ref JsonCursor cursor, ReadOnlySpan<byte> utf8, OrganizationContent content)
    {
        // A tree's root is a node itself; our own shape holds the nodes in a list. Their property names do not meet.
        var node = new OrganizationNode { Position = cursor.Position };
        while (JsonElements.NextProperty(ref cursor))
        {
            switch (cursor.Text())
            {
                case "organization":
                    ReadOrganization(ref cursor, content);
                    break;
                case "roots":
                    OrganizationNodeReader.ReadNodes(ref cursor, utf8, content.Roots, content, depth: 0, isAccount: false);
                    break;
                case "policies":
                    OrganizationNodeReader.ReadPolicies(ref cursor, utf8, content);
                    break;
                case { } name:
                    OrganizationNodeReader.ReadProperty(ref cursor, utf8, name, node, content, depth: 0);
                    break;
                default:
                    cursor.Skip();
                    break;
            }
        }

        if (node.Id.StartsWith("r-", StringComparison.Ordinal) || node.Children.Count > 0)
        {
            content.Roots.Add(node);
        }
    }

    private static void ReadOrganization(ref JsonCursor cursor, OrganizationContent content)
    {
        if (!cursor.Read() || cursor.Token != JsonTokenType.StartObject)
        {
            cursor.Skip();
            return;
        }

        while (JsonElements.NextProperty(ref cursor))
        {
            bool isManagement = cursor.Text() == "managementAccountId";
            string? value = JsonElements.Text(ref cursor);
            content.ManagementAccountId = isManagement ? value : content.ManagementAccountId;
        }
    }
}
