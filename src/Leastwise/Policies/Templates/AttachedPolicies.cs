using Leastwise.Text;

namespace Leastwise.Policies.Templates;

/// <summary>Says which policies a resource of a template has whose text stands elsewhere: AWS's own, or those of another template.</summary>
internal static class AttachedPolicies
{
    /// <summary>Notes each of <paramref name="policies"/>: ARNs or names, or what only deployment tells. One of the template's own, by reference, is judged where it stands.</summary>
    public static void Note(string resource, IEnumerable<TemplateNode> policies, DiagnosticCollector diagnostics)
    {
        foreach (TemplateNode policy in policies)
        {
            if (Intrinsics.IsCall(policy, out string function, out _) && function is not ("Fn::Sub" or "Fn::Join"))
            {
                if (function is not ("Ref" or "Fn::GetAtt"))
                {
                    diagnostics.Add(new(DiagnosticSeverity.Warning, $"{resource} has a policy that is known only when the template is deployed; it was not judged.", policy.Position));
                }
            }
            else if ((Intrinsics.Text(policy) ?? (policy as TemplateMap)?.Members.FirstOrDefault().Name) is { Length: > 0 } name)
            {
                diagnostics.Add(new(DiagnosticSeverity.Warning, $"{resource} has the policy {name}, whose text does not stand here; it was not judged.", policy.Position));
            }
        }
    }
}
