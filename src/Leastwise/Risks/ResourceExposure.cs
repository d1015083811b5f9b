namespace Leastwise.Risks;

/// <summary>Privileges that change who may do what: resource policies, sharing, grants, IAM itself.</summary>
internal static class ResourceExposure
{
    /// <summary>At most one finding for a principal.</summary>
    public static Finding? Find(Subject subject)
    {
        if (ListedActions.Of(subject, subject.Context.Facts.PermissionsManagement) is not { } held)
        {
            return null;
        }

        return subject.Finding(
            Risk.ResourceExposure,
            Severity.High.MilderIf(held.AllConditional),
            detail: "",
            title: $"{subject.Words} can change permissions with {held.Words}, not limited to any resource",
            explanation: held.Explained(held => $"AWS lists {(held.Privileges.Length == 1 ? "this action" : $"these {held.Privileges.Length} actions")} as permissions management. {(held.Privileges.Length == 1 ? "It is" : "They are")} held without limit to a resource, "
                + $"by {held.By}. Whoever gets hold of the credentials can open resources to an account of their own."),
            recommendation: "Name the resources whose permissions the work changes, or leave such changes to a deployment role.",
            held.Names,
            held.Statements,
            held.Sentences);
    }
}
