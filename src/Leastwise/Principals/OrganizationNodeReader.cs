using System.Text.Json;
using Leastwise.Policies;
using Leastwise.Text;

namespace Leastwise.Principals;

/// <summary>Reads roots, units, accounts and their policies, in both shapes.</summary>
internal static class OrganizationNodeReader
{
    /// <summary>AWS nests units five deep; whatever is deeper than this is no organization and would only deepen our recursion.</summary>
    private const int DeepestLevel = 32;

    /// <summary>Reads a list of nodes after a property name.</summary>
    public static void ReadNodes(
        ref JsonCursor cursor, ReadOnlySpan<byte> utf8, List<OrganizationNode> nodes, OrganizationContent content, int depth, bool isAccount)
    {
        bool entered = false;
        while (JsonElements.NextElement(ref cursor, ref entered))
        {
            SourcePosition position = cursor.Position;
            if (cursor.Token != JsonTokenType.StartObject || depth > DeepestLevel)
            {
                content.Diagnostics.Add(new(DiagnosticSeverity.Error, "This is no root, unit or account of an organization; it was passed over.", position));
                cursor.Skip();
                continue;
            }

            var node = new OrganizationNode { Position = position, IsAccount = isAccount };
            while (JsonElements.NextProperty(ref cursor))
            {
                ReadProperty(ref cursor, utf8, cursor.Text() ?? "", node, content, depth);
            }

            nodes.Add(node);
        }
    }

    /// <summary>Reads one property of a node.</summary>
    public static void ReadProperty(
        ref JsonCursor cursor, ReadOnlySpan<byte> utf8, string name, OrganizationNode node, OrganizationContent content, int depth)
    {
        switch (name)
        {
            case "id" or "Id":
                node.Id = JsonElements.Text(ref cursor) ?? "";
                break;
            case "arn" or "Arn":
                node.Arn = JsonElements.Text(ref cursor) ?? "";
                break;
            case "name" or "Name":
                node.Name = JsonElements.Text(ref cursor) ?? "";
                break;
            case "Type":
                node.IsAccount |= string.Equals(JsonElements.Text(ref cursor), "Account", StringComparison.OrdinalIgnoreCase);
                break;
            case "serviceControlPolicies":
                ReadIds(ref cursor, node, PolicyKind.ServiceControl);
                break;
            case "resourceControlPolicies":
                ReadIds(ref cursor, node, PolicyKind.ResourceControl);
                break;
            case "Policies":
                ReadPolicies(ref cursor, utf8, content, node);
                break;
            case "accounts":
                ReadNodes(ref cursor, utf8, node.Children, content, depth + 1, isAccount: true);
                break;
            case "organizationalUnits" or "Children":
                ReadNodes(ref cursor, utf8, node.Children, content, depth + 1, isAccount: false);
                break;
            default:
                cursor.Skip();
                break;
        }
    }

    /// <summary>Reads policies with their documents after a property name; those of a tree's node are also attached to it.</summary>
    public static void ReadPolicies(ref JsonCursor cursor, ReadOnlySpan<byte> utf8, OrganizationContent content, OrganizationNode? node = null)
    {
        bool entered = false;
        while (JsonElements.NextElement(ref cursor, ref entered))
        {
            SourcePosition position = cursor.Position;
            if (cursor.Token != JsonTokenType.StartObject)
            {
                content.Diagnostics.Add(new(DiagnosticSeverity.Error, "This is no policy; it was passed over, and a Deny in it is missing.", position));
                cursor.Skip();
                continue;
            }

            (string id, NamedPolicy? policy) = ReadPolicy(ref cursor, utf8);
            if (policy is null)
            {
                content.Diagnostics.Add(new(DiagnosticSeverity.Error, $"Policy {id} has no document; what it allows or denies is missing.", position));
                continue;
            }

            content.Policies.TryAdd(id, policy);
            node?.Policies.Add((id, policy.Kind, position));
        }
    }

    private static (string Id, NamedPolicy? Policy) ReadPolicy(ref JsonCursor cursor, ReadOnlySpan<byte> utf8)
    {
        string id = "";
        string? name = null, arn = null, type = null;
        PolicyDocument? document = null;
        while (JsonElements.NextProperty(ref cursor))
        {
            switch (cursor.Text())
            {
                case "id" or "Id":
                    id = JsonElements.Text(ref cursor) ?? "";
                    break;
                case "name" or "Name":
                    name = JsonElements.Text(ref cursor);
                    break;
                case "arn" or "Arn":
                    arn = JsonElements.Text(ref cursor);
                    break;
                case "type" or "Type":
                    type = JsonElements.Text(ref cursor);
                    break;
                case "document" or "Content":
                    document = JsonElements.Document(ref cursor, utf8);
                    break;
                default:
                    cursor.Skip();
                    break;
            }
        }

        PolicyKind kind = type == "RESOURCE_CONTROL_POLICY" ? PolicyKind.ResourceControl : PolicyKind.ServiceControl;
        return (id, document is null ? null : new NamedPolicy { Name = name ?? id, Arn = arn, Kind = kind, Document = document });
    }

    private static void ReadIds(ref JsonCursor cursor, OrganizationNode node, PolicyKind kind)
    {
        bool entered = false;
        while (JsonElements.NextElement(ref cursor, ref entered))
        {
            SourcePosition position = cursor.Position;
            if (cursor.Text() is { } id)
            {
                node.Policies.Add((id, kind, position));
            }
            else
            {
                cursor.Skip();
            }
        }
    }
}
