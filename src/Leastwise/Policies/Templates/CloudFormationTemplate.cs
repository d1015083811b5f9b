using System.Collections.Immutable;
using Leastwise.Text;

namespace Leastwise.Policies.Templates;

/// <summary>Finds the policies of a CloudFormation template.</summary>
internal static class CloudFormationTemplate
{
    /// <summary>Whether it looks like one: a map with resources that have types.</summary>
    public static bool Is(TemplateNode root) =>
        root["Resources"] is TemplateMap resources && resources.Members.Any(member => member.Value["Type"]?.Text is not null);

    /// <summary>Every policy, named by the resource's logical name and, where it has several, the property.</summary>
    public static IEnumerable<FoundPolicy> Find(TemplateNode root, DiagnosticCollector diagnostics)
    {
        ImmutableArray<(string Name, TemplateNode Value)> resources = (root["Resources"] as TemplateMap)?.Members ?? [];
        HashSet<string> own = [.. resources.Select(resource => resource.Name)];
        return resources.SelectMany(resource => In(
            resource.Name, resource.Value["Type"]?.Text ?? "", resource.Value["Properties"], policies => AttachedPolicies.Note(resource.Name, policies, own, diagnostics)));
    }

    private static IEnumerable<FoundPolicy> In(string resource, string type, TemplateNode? properties, Action<IEnumerable<TemplateNode>> attached)
    {
        foreach ((string name, TemplateNode value) in (properties as TemplateMap)?.Members ?? [])
        {
            if (name is "ManagedPolicyArns" or "ManagedPolicies")
            {
                attached(Items(value));
            }
            else if (name is "Policies" or "RolePolicies" or "UserPolicies" && !IsDocument(value))
            {
                ILookup<bool, TemplateNode> items = Items(value).ToLookup(item => item["PolicyDocument"] is not null || IsDocument(item));
                // Load balancers have policies, too.
                attached(HasPrincipal(type) ? items[false] : []);
                foreach (TemplateNode policy in items[true])
                {
                    string own = policy["PolicyName"] is { } called ? Intrinsics.Text(called) ?? "policy" : "policy";
                    yield return new FoundPolicy($"{resource}.{own}", FoundPolicyUse.Identity, TemplateDocument.Of(policy["PolicyDocument"] ?? policy));
                }
            }
            else if (IsDocument(value))
            {
                yield return new FoundPolicy(name is "PolicyDocument" or "AssumeRolePolicyDocument" ? resource : $"{resource}.{name}", UseOf(type, name), TemplateDocument.Of(value));
            }
        }
    }

    private static bool HasPrincipal(string type) => type.StartsWith("AWS::IAM::", StringComparison.Ordinal) || type.StartsWith("AWS::Serverless::", StringComparison.Ordinal);

    private static ImmutableArray<TemplateNode> Items(TemplateNode node) => node is TemplateList list ? list.Items : [node];

    private static bool IsDocument(TemplateNode node) => node["Statement"] is not null;

    private static FoundPolicyUse UseOf(string type, string property) => property switch
    {
        "AssumeRolePolicyDocument" => FoundPolicyUse.Trust,
        "PolicyDocument" or "InlinePolicy" when type.StartsWith("AWS::IAM::", StringComparison.Ordinal) || type.StartsWith("AWS::SSO::", StringComparison.Ordinal) => FoundPolicyUse.Identity,
        _ => FoundPolicyUse.Resource,
    };
}
