using System.Collections.Immutable;
using Leastwise.Text;

namespace Leastwise.Policies.Templates;

/// <summary>Finds the policies of a Terraform plan, as <c>terraform show -json</c> prints it.</summary>
/// <remarks>Source of the shape: "JSON Output Format", Terraform documentation, https://developer.hashicorp.com/terraform/internals/json-format.</remarks>
internal static class TerraformPlan
{
    private static readonly string[] Identities =
        ["aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_role", "aws_ssoadmin_permission_set_inline_policy", "aws_organizations_policy"];

    /// <summary>Whether it looks like one.</summary>
    public static bool Is(TemplateNode root) => root["planned_values"] is TemplateMap || root["resource_changes"] is TemplateList || (root["format_version"] is not null && root["values"] is TemplateMap);

    /// <summary>Every policy, named by the resource's address.</summary>
    public static IEnumerable<FoundPolicy> Find(TemplateNode root, DiagnosticCollector diagnostics)
    {
        TemplateNode? module = root["planned_values"]?["root_module"] ?? root["values"]?["root_module"];
        IEnumerable<TemplateNode> resources = module is null
            ? Items(root["resource_changes"]).Where(change => change["change"]?["after"] is TemplateMap)
            : Resources(module);
        foreach (TemplateNode change in Items(root["resource_changes"]))
        {
            foreach ((string name, TemplateNode value) in (change["change"]?["after_unknown"] as TemplateMap)?.Members ?? [])
            {
                if (value.Text == "true" && name is "policy" or "assume_role_policy" or "inline_policy" && change["type"]?.Text is { } type && type.StartsWith("aws_", StringComparison.Ordinal))
                {
                    diagnostics.Add(new(DiagnosticSeverity.Warning, $"{change["address"]?.Text}: {name} is known only after apply; it was not judged.", value.Position));
                }
            }
        }

        TemplateNode[] managed = [.. resources.Where(resource => resource["mode"]?.Text is null or "managed")];
        HashSet<string> own = [.. managed.Select(resource => Values(resource)?["arn"]?.Text).OfType<string>()];
        foreach (TemplateNode resource in managed)
        {
            AttachedPolicies.Note(Address(resource), Attached(resource), own, diagnostics);
        }

        return managed.SelectMany(resource => In(Address(resource), resource["type"]?.Text ?? "", Values(resource)));
    }

    private static string Address(TemplateNode resource) => resource["address"]?.Text ?? "?";

    private static TemplateNode? Values(TemplateNode resource) => resource["values"] ?? resource["change"]?["after"];

    // What attaches a policy by its ARN: attachments of their own, and roles.
    private static IEnumerable<TemplateNode> Attached(TemplateNode resource) => resource["type"]?.Text is { } type && type.EndsWith("_attachment", StringComparison.Ordinal)
        ? ((string[])["policy_arn", "managed_policy_arn"]).Select(name => Values(resource)?[name]).OfType<TemplateText>()
        : Items(Values(resource)?["managed_policy_arns"]);

    private static IEnumerable<TemplateNode> Resources(TemplateNode module) =>
        Items(module["resources"]).Concat(Items(module["child_modules"]).SelectMany(Resources));

    private static ImmutableArray<TemplateNode> Items(TemplateNode? node) => node is TemplateList list ? list.Items : [];

    private static IEnumerable<FoundPolicy> In(string address, string type, TemplateNode? values)
    {
        foreach ((string name, TemplateNode value) in (values as TemplateMap)?.Members ?? [])
        {
            if (value is TemplateText { Value: { } text } && Document(text, value.Position, isPolicy: name is "policy" or "assume_role_policy" && Identities.Contains(type)) is { } document)
            {
                FoundPolicyUse use = name == "assume_role_policy" ? FoundPolicyUse.Trust : Identities.Contains(type) ? FoundPolicyUse.Identity : FoundPolicyUse.Resource;
                yield return new FoundPolicy(address, use, document);
            }
            else if (name == "inline_policy" && value is TemplateList inline)
            {
                foreach (TemplateNode policy in inline.Items)
                {
                    if (policy["policy"] is TemplateText { Value: { } own } at && Document(own, at.Position, isPolicy: true) is { } written)
                    {
                        yield return new FoundPolicy($"{address}.{policy["name"]?.Text ?? "inline_policy"}", FoundPolicyUse.Identity, written);
                    }
                }
            }
        }
    }

    // Every string that is a policy: other services keep theirs under names of their own. One that must be a policy is read also where it is broken.
    private static PolicyDocument? Document(string text, SourcePosition position, bool isPolicy) =>
        (isPolicy && !string.IsNullOrWhiteSpace(text)) || (text.AsSpan().TrimStart() is ['{', ..] && text.Contains("\"Statement\"", StringComparison.Ordinal))
            ? PolicyParser.ParseEncoded(text, position)
            : null;
}
