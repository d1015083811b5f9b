using Leastwise.Text;

namespace Leastwise.Policies.Templates;

/// <summary>Says which policies a resource of a template has whose text stands elsewhere: AWS's own, or those of another template.</summary>
internal static class AttachedPolicies
{
    /// <summary>Notes each of <paramref name="policies"/>: ARNs or names, or what only deployment tells.</summary>
    /// <param name="resource">What has them.</param>
    /// <param name="policies">How the template writes them.</param>
    /// <param name="own">Logical names and ARNs of the template's own resources, whose policies are judged where they stand.</param>
    /// <param name="diagnostics">Where it is said.</param>
    public static void Note(string resource, IEnumerable<TemplateNode> policies, IReadOnlySet<string> own, DiagnosticCollector diagnostics)
    {
        foreach (TemplateNode policy in policies)
        {
            if (Intrinsics.IsCall(policy, out string function, out TemplateNode argument) && function is not ("Fn::Sub" or "Fn::Join"))
            {
                string named = (argument is TemplateList { Items: [var first, ..] } ? first : argument).Text ?? "";
                bool isKnown = function is "Ref" or "Fn::GetAtt" && (named == "AWS::NoValue" || own.Contains(named.Split('.')[0]));
                if (!isKnown)
                {
                    diagnostics.Add(new(DiagnosticSeverity.Warning, $"{resource} has a policy that is known only when the template is deployed; it was not judged.", policy.Position));
                }
            }
            else if ((Intrinsics.Text(policy) ?? (policy as TemplateMap)?.Members.FirstOrDefault().Name) is { Length: > 0 } name && !own.Contains(name))
            {
                diagnostics.Add(new(DiagnosticSeverity.Warning, $"{resource} has the policy {name}, whose text does not stand here; it was not judged.", policy.Position));
            }
        }
    }
}
