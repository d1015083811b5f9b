using System.Text.Json;
using System.Text.RegularExpressions;
using Leastwise.Policies;
using Leastwise.Text;

namespace Leastwise.Principals;

/// <summary>
/// Reads what the <c>aws organizations</c> commands print, each answer a file of one folder. Answers that do not say what they were asked about
/// (children of which parent, policies of which target) carry its id in the file's name.
/// </summary>
/// <remarks>Source of the shapes: "AWS Organizations API Reference", https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html.</remarks>
internal sealed partial class OrganizationParts(OrganizationContent content)
{
    private readonly SortedDictionary<string, OrganizationNode> nodes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> parents = new(StringComparer.Ordinal);
    private readonly List<(string Target, string Policy, PolicyKind Kind, SourcePosition Position)> attachments = [];

    /// <summary>Reads every <c>*.json</c> of the folder.</summary>
    public void Read(string folder)
    {
        foreach (string file in JsonFile.In(folder, content.Diagnostics))
        {
            if (JsonFile.Read(file, out Diagnostic? problem) is { } bytes)
            {
                ReadFile(file, bytes);
            }
            else if (problem is not null)
            {
                content.Diagnostics.Add(problem);
            }
        }

        Join();
    }

    private void ReadFile(string file, byte[] bytes)
    {
        var cursor = new JsonCursor(bytes, new SourcePosition(file, 1, 1));
        bool known = false;
        while (cursor.Read() && cursor.Token == JsonTokenType.StartObject)
        {
            while (JsonElements.NextProperty(ref cursor))
            {
                known |= ReadAnswer(ref cursor, bytes, cursor.Text() ?? "", file);
            }
        }

        if (!known || cursor.Failure is not null)
        {
            content.Diagnostics.Add(new(
                DiagnosticSeverity.Error,
                known ? "The file breaks off or is broken; what follows is missing." : "This is no answer of an 'aws organizations' command that is read here; docs/organization.md lists those.",
                cursor.Failure?.Position ?? SourcePosition.WholeFile(file)));
        }
    }

    private bool ReadAnswer(ref JsonCursor cursor, byte[] utf8, string name, string file)
    {
        switch (name)
        {
            case "Roots":
                ReadNodes(ref cursor, utf8, parent: null, isAccount: false);
                return true;
            case "OrganizationalUnits" or "Accounts":
                SourcePosition position = cursor.Position;
                string? parent = IdIn(file, Node());
                if (parent is null)
                {
                    NoId(position, "parent (r-… or ou-…)");
                }

                ReadNodes(ref cursor, utf8, parent, isAccount: name == "Accounts");
                return true;
            case "Policies":
                ReadAttachments(ref cursor, file, isPolicyList: true);
                return true;
            case "Targets":
                ReadAttachments(ref cursor, file, isPolicyList: false);
                return true;
            case "Policy":
                ReadPolicy(ref cursor, utf8);
                return true;
            case "Organization":
                JsonElements.Fields(ref cursor, (field, value) => content.ManagementAccountId = field is "MasterAccountId" or "ManagementAccountId" ? value : content.ManagementAccountId);
                return true;
            default:
                cursor.Skip();
                return false;
        }
    }

    private void ReadNodes(ref JsonCursor cursor, byte[] utf8, string? parent, bool isAccount)
    {
        var read = new List<OrganizationNode>();
        OrganizationNodeReader.ReadNodes(ref cursor, utf8, read, content, depth: 0, isAccount);
        foreach (OrganizationNode node in read)
        {
            nodes.TryAdd(node.Id, node);
            if (parent is not null)
            {
                parents.TryAdd(node.Id, parent);
            }
        }
    }

    private void ReadAttachments(ref JsonCursor cursor, string file, bool isPolicyList)
    {
        string? other = isPolicyList ? IdIn(file, Target()) : IdIn(file, Policy());
        if (other is null)
        {
            NoId(cursor.Position, isPolicyList ? "target (r-…, ou-… or an account's number)" : "policy (p-…)");
        }

        bool entered = false;
        while (JsonElements.NextElement(ref cursor, ref entered))
        {
            SourcePosition position = cursor.Position;
            string? id = null, type = null;
            JsonElements.FieldsHere(ref cursor, (field, value) =>
            {
                id = field is "Id" or "TargetId" ? value : id;
                type = field == "Type" ? value : type;
            });
            if (id is not null && other is not null)
            {
                PolicyKind kind = type == "RESOURCE_CONTROL_POLICY" ? PolicyKind.ResourceControl : PolicyKind.ServiceControl;
                attachments.Add(isPolicyList ? (other, id, kind, position) : (id, other, kind, position));
            }
        }
    }

    private void ReadPolicy(ref JsonCursor cursor, byte[] utf8)
    {
        string id = "", name = "", type = "";
        string? arn = null;
        PolicyDocument? document = null;
        if (!cursor.Read() || cursor.Token != JsonTokenType.StartObject)
        {
            cursor.Skip();
            return;
        }

        SourcePosition position = cursor.Position;
        while (JsonElements.NextProperty(ref cursor))
        {
            switch (cursor.Text())
            {
                case "PolicySummary":
                    JsonElements.Fields(ref cursor, (field, value) =>
                    {
                        id = field == "Id" ? value : id;
                        name = field == "Name" ? value : name;
                        type = field == "Type" ? value : type;
                        arn = field == "Arn" ? value : arn;
                    });
                    break;
                case "Content":
                    document = JsonElements.Document(ref cursor, utf8);
                    break;
                default:
                    cursor.Skip();
                    break;
            }
        }

        if (document is null || id.Length == 0)
        {
            content.Diagnostics.Add(new(DiagnosticSeverity.Error, "This policy has no id or no content; what it allows or denies is missing.", position));
        }
        else if (type is "SERVICE_CONTROL_POLICY" or "RESOURCE_CONTROL_POLICY")
        {
            PolicyKind kind = type == "RESOURCE_CONTROL_POLICY" ? PolicyKind.ResourceControl : PolicyKind.ServiceControl;
            content.Policies.TryAdd(id, new NamedPolicy { Name = name.Length > 0 ? name : id, Arn = arn, Kind = kind, Document = document });
        }
    }

    private void Join()
    {
        foreach ((string target, string policy, PolicyKind kind, SourcePosition position) in attachments.DistinctBy(one => (one.Target, one.Policy)))
        {
            if (nodes.TryGetValue(target, out OrganizationNode? node))
            {
                // A list of targets does not say of which type the policy is; the policy itself does.
                node.Policies.Add((policy, content.Policies.TryGetValue(policy, out NamedPolicy? known) ? known.Kind : kind, position));
            }
        }

        foreach (OrganizationNode node in nodes.Values)
        {
            if (parents.TryGetValue(node.Id, out string? parent) && parent != node.Id && nodes.TryGetValue(parent, out OrganizationNode? above))
            {
                above.Children.Add(node);
            }
            else if (node.Id.StartsWith("r-", StringComparison.Ordinal))
            {
                content.Roots.Add(node);
            }
            else
            {
                content.Diagnostics.Add(new(DiagnosticSeverity.Error, $"Where {node.Id} stands in the organization is not in the folder, so the policies above it are not taken into account.", node.Position));
            }
        }
    }

    private void NoId(SourcePosition position, string what) => content.Diagnostics.Add(new(
        DiagnosticSeverity.Error,
        $"The file's name must hold the id of the {what} that was asked about, for the answer does not say; it was passed over.",
        position));

    private static string? IdIn(string file, Regex id) => id.Match(Path.GetFileNameWithoutExtension(file)) is { Success: true } match ? match.Groups["id"].Value : null;

    // "ResourceId pattern", AWS Organizations API Reference: r-[0-9a-z]{4,32}, ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}, p-[0-9a-zA-Z_]{8,128}.
    [GeneratedRegex("(^|[^0-9A-Za-z])(?<id>ou-[0-9a-z]+-[0-9a-z]+|r-[0-9a-z]{4,32})($|[^0-9A-Za-z])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Node();

    [GeneratedRegex("(^|[^0-9A-Za-z])(?<id>ou-[0-9a-z]+-[0-9a-z]+|r-[0-9a-z]{4,32}|[0-9]{12})($|[^0-9A-Za-z])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Target();

    [GeneratedRegex("(^|[^0-9A-Za-z])(?<id>p-[0-9A-Za-z_]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Policy();
}
